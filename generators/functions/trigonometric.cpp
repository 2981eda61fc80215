// sin, cos. What coefficients.py works out stands behind //>.
#include <sylvite/generators/functions/double_double.hpp>

#include <vector>

namespace sylvite::generators::math {
namespace {

//> quarter_pi_squared = (mp.pi / 4 * mp.mpf("1.0002")) ** 2
//> show("(sin(r) - r) / r^3 in z = r^2",
//>      series(lambda z: (mp.sin(mp.sqrt(z)) - mp.sqrt(z)) / mp.sqrt(z) ** 3, lambda z: -ONE / 6 + z / 120, 1e-12),
//>      lambda z: z + mp.mpf(10) ** -9, mp.mpf(0), quarter_pi_squared, {32: 2, 64: 5})
//> show("(cos(r) - 1 + z / 2) / z^2 in z = r^2",
//>      series(lambda z: (mp.cos(mp.sqrt(z)) - 1 + z / 2) / z**2, lambda z: ONE / 24 - z / 720, 1e-10),
//>      lambda z: z * z * mp.sqrt(2) + mp.mpf(10) ** -12, mp.mpf(0), quarter_pi_squared, {32: 2, 64: 5})
//> half_pi = mp.mpf(rounded(mp.pi / 2, 32))
//> print(f"pi / 2 as two f32: {float(half_pi)!r} + {rounded(mp.pi / 2 - half_pi, 32)!r}")
//> mp.mp.dps = 400  # no other file comes behind this one
//> digits = int(mp.floor(2 / mp.pi * mp.mpf(2) ** (32 * 39 - 55)))
//> print("2 / pi, 55 zeros in front:")
//> print(", ".join(f"0x{digits >> 32 * (38 - k) & 0xffffffff:08x}" for k in range(39)))

// (sin(r) - r) / r^3 and (cos(r) - 1 + r^2 / 2) / r^4 in r^2
constexpr double sine_f32[] = {-0.166666552, 0.00833217707, -0.000195171699};
constexpr double sine_f64[] = {-0.16666666666666632,   0.008333333333322401,   -0.00019841269829798028,
                               2.7557313688417568e-06, -2.505075755060352e-08, 1.5896761985265948e-10};
constexpr double cosine_f32[] = {0.0416666456, -0.00138873665, 2.44383082e-05};
constexpr double cosine_f64[] = {0.0416666666666666,      -0.001388888888887411, 2.480158728947226e-05,
                                 -2.7557314349345216e-07, 2.087572285170285e-09, -1.1359625220907606e-11};

// The digits of 2 / pi, with 55 zeros in front.
constexpr std::uint32_t two_over_pi[] = {
    0x00000000, 0x00000145, 0xf306dc9c, 0x882a53f8, 0x4eafa3ea, 0x69bb81b6, 0xc52b3278, 0x872083fc,
    0xa2c757bd, 0x778ac36e, 0x48dc7484, 0x9ba5c00c, 0x925dd413, 0xa32439fc, 0x3bd63962, 0x534e7dd1,
    0x046bea5d, 0x768909d3, 0x38e04d68, 0xbefc8273, 0x23ac7306, 0xa673e939, 0x08bf177b, 0xf250763f,
    0xf12fffbc, 0x0b301fde, 0x5e2316b4, 0x14da3eda, 0x6cfd9e4f, 0x96136e9e, 0x8c7ecd3c, 0xbfd45aea,
    0x4f758fd7, 0xcbe2f67a, 0x0e73ef14, 0xa525d4d7, 0xf6bf623f, 0x1aba10ac, 0x06608df8};

Expr word32(std::uint64_t value) { return Halide::Internal::make_const(Halide::UInt(32), value); }
Expr word64(std::uint64_t value) { return Halide::Internal::make_const(Halide::UInt(64), value); }
Expr wide(const Expr &word) { return Halide::cast<std::uint64_t>(word); }
Expr low_half(const Expr &word) { return word & word64(0xffffffff); }
Expr high_half(const Expr &word) { return word >> word64(32); }

/// `count` words of 32 digits of 2 / pi from digit `first` on, which is less than 2^limit. Words are moved up by 2^k
/// where the k-th bit of the position says so: selects, since lanes differ.
std::vector<Expr> digits_from(const Expr &first, std::size_t count, int limit) {
    std::vector<Expr> words;
    for (const std::uint32_t w : two_over_pi) words.push_back(word32(w));
    const Expr position = first >> word32(5), shift = first & word32(31);
    for (int k = limit - 6; k >= 0; --k) {
        const std::size_t step = std::size_t{1} << k;
        const Expr moves = (position & word32(step)) != word32(0);
        std::vector<Expr> moved;
        for (std::size_t i = 0; i <= count + step - 1; ++i)
            moved.push_back(Halide::select(moves, i + step < words.size() ? words[i + step] : word32(0), words[i]));
        words = std::move(moved);
    }
    std::vector<Expr> result;
    for (std::size_t i = 0; i < count; ++i)
        result.push_back((words[i] << shift) | ((words[i + 1] >> word32(1)) >> (word32(31) - shift)));
    return result;
}

/// A positive angle x = (n + fraction) pi / 2, |fraction| <= 1/2: n modulo 4 and the fraction's remainder in radians.
struct reduced_angle {
    Expr quadrant;  // a word of 32 bits
    double_double r;
};

// M. Payne and R. Hanek, "Radian reduction for trigonometric functions", 1983: x is an integer times a power of two, so
// that of its product with 2 / pi only as many digits are worked out as are neither multiples of 4 nor below the last
// place of the smallest remainder that there is. From pi / 4 upwards; `exponent` is x's with its bias.
reduced_angle reduce_f32(const Expr &size, const Expr &exponent) {
    const Expr integer = wide((bits(size) & word32(0x7fffff)) | word32(0x800000));
    const auto c = digits_from(exponent - word32(126 - 29), 3, 8);
    // 2 digits in front of the point, 62 behind it
    const Expr product = (integer * wide(c[0]) << word64(32)) + integer * wide(c[1]) + high_half(integer * wide(c[2]));
    const Expr quadrant = (product + word64(std::uint64_t{1} << 61)) >> word64(62);
    const Expr rest = product - (quadrant << word64(62));
    const Expr high =
        Halide::cast<double>(Halide::reinterpret<std::int32_t>(Halide::cast<std::uint32_t>(high_half(rest))));
    const Expr low = Halide::cast<double>(Halide::cast<std::uint32_t>(rest));
    const Expr r =
        multiply(add(multiply(high, literal(high, 0x1p32)), low), literal(high, 1.5707963267948966 * 0x1p-62));
    const Expr rounded = Halide::cast<float>(r);
    return {Halide::cast<std::uint32_t>(quadrant),
            {rounded, Halide::cast<float>(subtract(r, Halide::cast<double>(rounded)))}};
}

reduced_angle reduce_f64(const Expr &size, const Expr &exponent) {
    const Expr integer = (bits(size) & word64(0xfffffffffffff)) | word64(0x10000000000000);
    const Expr low = low_half(integer), high = high_half(integer);
    const auto c = digits_from(Halide::cast<std::uint32_t>(exponent) - word32(1022), 6, 11);
    // Halves of the product, from digit 2^-126 (half[3]) to 2 (half[0]); what stands behind is less than 4 x 2^-126.
    Expr a[5], b[6], half[4];
    for (std::size_t i = 0; i < 5; ++i) a[i] = low * wide(c[i]);
    for (std::size_t i = 0; i < 6; ++i) b[i] = high * wide(c[i]);
    Expr carry = word64(0);
    for (std::size_t i = 4; i-- > 0;) {
        half[i] = low_half(a[i]) + high_half(a[i + 1]) + low_half(b[i + 1]) + high_half(b[i + 2]) + carry;
        carry = high_half(half[i]);
    }
    const Expr product = (half[0] << word64(32)) + low_half(half[1]);
    const Expr quadrant = (product + word64(std::uint64_t{1} << 61)) >> word64(62);
    const Expr rest = product - (quadrant << word64(62));
    const Expr first =
        Halide::cast<double>(Halide::reinterpret<std::int32_t>(Halide::cast<std::uint32_t>(high_half(rest))));
    const auto number = [&](const Expr &w, double scale) {
        return multiply(Halide::cast<double>(Halide::cast<std::uint32_t>(w)), literal(first, scale));
    };
    const double_double top = quick_sum(multiply(first, literal(first, 0x1p-30)), number(rest, 0x1p-62));
    const Expr behind = add(number(half[2], 0x1p-94), number(half[3], 0x1p-126));
    const double_double fraction = quick_sum(top.high, add(top.low, behind));
    const double_double quarter{literal(first, 1.5707963267948966), literal(first, 6.123233995736766e-17)};
    return {Halide::cast<std::uint32_t>(quadrant), fraction * quarter};
}

/// The sine or the cosine of an angle, `turns` quarter turns ahead of the sine.
Expr sine_ahead(const Expr &x, std::uint32_t turns) {
    const bool is_double = x.type().bits() == 64;
    const Expr size = magnitude(x), zero = literal(x, 0);
    const Expr exponent = bits(size) >> word(x, static_cast<std::uint64_t>(fraction_bits(x)));
    const reduced_angle reduced = is_double ? reduce_f64(size, exponent) : reduce_f32(size, exponent);
    const Expr is_small = less(size, literal(x, 0.785398163397448));
    const Expr r = Halide::select(is_small, size, reduced.r.high);
    const Expr rest = Halide::select(is_small, zero, reduced.r.low);
    const Expr quadrant = Halide::select(is_small, word32(0), reduced.quadrant) + word32(turns);

    const Expr z = r * r, half = multiply(z, literal(x, 0.5)), one = literal(x, 1);
    const Expr sine = add(z * (r * polynomial(z, sine_f32, sine_f64) - rest * literal(x, 0.5)) + rest, r);
    const Expr most = subtract(one, half);
    const Expr cosine =
        add(add(subtract(subtract(one, most), half), z * z * polynomial(z, cosine_f32, cosine_f64) - r * rest), most);
    const Expr value = Halide::select((quadrant & word32(1)) != word32(0), cosine, sine);
    const Expr turned = Halide::cast(word_of(x.type()), quadrant & word32(2)) << word(x, is_double ? 62 : 30);
    Expr sign = turned;
    if (turns == 0) sign = sign ^ (bits(x) & sign_bit(x));
    const Expr infinity = word(x, is_double ? 0x7ff0000000000000 : 0x7f800000);
    return Halide::select(bits(size) >= infinity, subtract(x, x), from_bits(bits(value) ^ sign));
}

}  // namespace

Expr sin(const Expr &x) { return sine_ahead(x, 0); }
Expr cos(const Expr &x) { return sine_ahead(x, 1); }

}  // namespace sylvite::generators::math
