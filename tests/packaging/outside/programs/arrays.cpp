// A file of numpy's, read by the library of readers.
#include <sylvite/runtime/data/npy.hpp>

#include <cstdio>
#include <string>

int main() {
    std::string dictionary = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }\n";
    std::string file("\x93NUMPY\x01\x00", 8);
    file += static_cast<char>(dictionary.size());
    file += '\0';
    file += dictionary + std::string("\0\0\x80\x3f\0\0\0\x40", 8);  // 1 and 2
    std::FILE *to = std::fopen("arrays.npy", "wb");
    if (to == nullptr || std::fwrite(file.data(), 1, file.size(), to) != file.size() || std::fclose(to) != 0) return 2;

    constexpr sylvite::input_handle<float, 2> x{{0, "x"}};
    const sylvite::dataset rows = sylvite::read_npy("arrays.npy", x);
    float values[2] = {};
    rows.read(*rows.find("x"), 0, 1, values);
    const bool right = rows.rows() == 1 && values[0] + 1 == values[1];
    std::printf("%zu rows: %g %g\n", rows.rows(), static_cast<double>(values[0]), static_cast<double>(values[1]));
    return right ? 0 : 1;
}
