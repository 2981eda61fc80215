// Random numbers and what is made of them. Each use of a name is a stream of its own (dsl/random_streams.hpp).
#pragma once

#include <sylvite/dsl/ops/elementwise.hpp>
#include <sylvite/dsl/random_streams.hpp>

namespace sylvite::graph {

/// The next stream of this name. A number is its `part`: other parts are other streams.
class random_source {
  public:
    constexpr random_source(builder &b, std::string_view name) : name_(name), occurrence_(b.next_occurrence(name)) {
        if (name.empty()) fault::empty_name("stream of random numbers");
    }
    [[nodiscard]] constexpr std::uint64_t stream(std::uint32_t part = 0) const {
        return random_stream(name_, occurrence_, part);
    }

  private:
    std::string_view name_;
    std::uint32_t occurrence_;
};

/// f32 and f64: uniform in [0, 1), of 24 and 53 bits. i32: 32 bits, each value as likely as another.
constexpr node_id random(builder &b, dtype type, const shape &dims, std::uint64_t stream) {
    if (type == boolean) fault::dtype_not_supported("random numbers", type);
    node n;
    n.kind = op::random;
    n.type = type;
    n.dims = b.intern(dims);
    return b.add(n, {std::bit_cast<std::int64_t>(stream)});
}

/// Of 2^32 equally likely values, those that make up this probability: the smallest ones, as signed integers.
constexpr std::int64_t values_of(double probability) { return static_cast<std::int64_t>(probability * 0x1p32 + 0.5); }

/// Boolean: true with this probability, from 0 to 1, exactly in steps of 2^-32.
constexpr node_id bernoulli(builder &b, double probability, const shape &dims, std::uint64_t stream) {
    const node_id bits = random(b, i32, dims, stream);
    if (values_of(probability) == std::int64_t{1} << 32) return with_literal(b, op::less_equal, bits, 0x1p31 - 1);
    return with_literal(b, op::less, bits, static_cast<double>(values_of(probability)) - 0x1p31);
}

/// Boolean: false with this probability, from 0 to below 1.
constexpr node_id keeps(builder &b, double drops, const shape &dims, std::uint64_t stream) {
    const double lowest = static_cast<double>(values_of(drops)) - 0x1p31;
    const node_id threshold = constant(b, i32, lowest < 0x1p31 ? lowest : 0x1p31 - 1);
    return binary(b, op::less_equal, threshold, random(b, i32, dims, stream));
}

/// Mean 0, variance 1: G. Box, M. Muller 1958, the cosine alone. Two uniform numbers an element, of which the one in
/// the logarithm is 1 - u: never 0, so that the largest are 5.8 (f32) and 8.6 (f64).
constexpr node_id standard_normal(builder &b, dtype type, const shape &dims, const random_source &from) {
    const node_id u = random(b, type, dims, from.stream(0)), v = random(b, type, dims, from.stream(1));
    const node_id one = broadcast_to(b, constant(b, type, 1), dims);
    const node_id log = unary(b, op::log, binary(b, op::subtract, one, u));
    const node_id radius = unary(b, op::sqrt, with_literal(b, op::multiply, log, -2));
    const node_id turn = with_literal(b, op::multiply, v, 6.283185307179586476925);
    return binary(b, op::multiply, radius, unary(b, op::cos, turn));
}

}  // namespace sylvite::graph
