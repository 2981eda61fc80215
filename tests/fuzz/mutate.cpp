// usage: TARGET_mutations FOLDER [INPUTS]
// For compilers without libFuzzer: runs the target over every file of a folder and over as many damaged copies as are
// asked for (20,000), the same ones in every run.
#include "checks.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

namespace {

using bytes = std::vector<std::uint8_t>;

bytes content(const std::filesystem::path &file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

class mutator {
  public:
    explicit mutator(const std::vector<bytes> &seeds) : seeds_(seeds) {}

    bytes next() {
        bytes made = seeds_[below(seeds_.size())];
        for (std::size_t changes = 1 + below(4); changes > 0; --changes) change(made);
        return made;
    }

  private:
    std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_() % std::max<std::size_t>(n, 1)); }

    void change(bytes &made) {
        const std::size_t at = below(made.size());
        switch (below(8)) {
            case 0:
                if (!made.empty()) made[at] ^= static_cast<std::uint8_t>(1 << below(8));
                return;
            case 1:
                if (!made.empty()) made[at] = static_cast<std::uint8_t>(random_());
                return;
            case 2:
                made.resize(at);
                return;
            case 3:
                made.insert(made.begin() + static_cast<std::ptrdiff_t>(at), 1 + below(8),
                            static_cast<std::uint8_t>(random_()));
                return;
            case 4:
                made.erase(made.begin() + static_cast<std::ptrdiff_t>(at),
                           made.begin() + static_cast<std::ptrdiff_t>(std::min(made.size(), at + 1 + below(8))));
                return;
            case 5:
                return put_number(made, at);
            case 6:
                return put_digits(made, at);
            default:
                return splice(made, at);
        }
    }

    /// Sizes that overflow: all ones, the largest of a sign, powers of two.
    void put_number(bytes &made, std::size_t at) {
        const std::uint64_t number = below(2) == 0 ? ~std::uint64_t{0} >> below(64) : std::uint64_t{1} << below(64);
        const std::size_t width = std::size_t{1} << below(4);
        for (std::size_t i = 0; i < width && at + i < made.size(); ++i)
            made[at + i] = static_cast<std::uint8_t>(number >> 8 * (below(2) == 0 ? i : width - 1 - i));
    }

    void put_digits(bytes &made, std::size_t at) {
        static const std::string numbers[] = {
            "-1",    "0",    "18446744073709551615",      "18446744073709551616", "4294967296",
            "1e400", "0x10", "99999999999999999999999999"};
        const std::string &text = numbers[below(std::size(numbers))];
        made.insert(made.begin() + static_cast<std::ptrdiff_t>(at), text.begin(), text.end());
    }

    void splice(bytes &made, std::size_t at) {
        const bytes &other = seeds_[below(seeds_.size())];
        made.resize(at);
        made.insert(made.end(), other.begin() + static_cast<std::ptrdiff_t>(below(other.size())), other.end());
    }

    const std::vector<bytes> &seeds_;
    std::mt19937_64 random_{1};
};

}  // namespace

int main(int argc, char **argv) {
    if (argc < 2) return std::fprintf(stderr, "usage: %s FOLDER [INPUTS]\n", argv[0]), 2;
    std::vector<std::filesystem::path> files;
    for (const auto &file : std::filesystem::directory_iterator(argv[1]))
        if (file.is_regular_file()) files.push_back(file.path());
    std::ranges::sort(files);
    std::vector<bytes> seeds;
    for (const auto &file : files) seeds.push_back(content(file));
    if (seeds.empty()) return std::fprintf(stderr, "%s: no files in %s\n", argv[0], argv[1]), 2;

    for (const bytes &seed : seeds) LLVMFuzzerTestOneInput(seed.data(), seed.size());
    mutator mutate(seeds);
    const long inputs = argc > 2 ? std::strtol(argv[2], nullptr, 10) : 20'000;
    for (long i = 0; i < inputs; ++i) {
        const bytes input = mutate.next();
        LLVMFuzzerTestOneInput(input.data(), input.size());
    }
    std::printf("%zu files and %ld damaged copies\n", seeds.size(), inputs);
    return 0;
}
