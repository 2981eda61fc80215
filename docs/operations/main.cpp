// Prints docs/operations.md. Argument: the folder dsl/.
#include "functions.hpp"
#include "primitives.hpp"

#include <cstdio>
#include <exception>

int main(int argc, char **argv) {
    if (argc != 2) {
        std::fputs("usage: sylvite_operations_page DSL-FOLDER\n", stderr);
        return 2;
    }
    try {
        const std::string text = "# Operations\n\n"
                                 "Written by docs/operations from the language itself; do not edit.\n\n" +
                                 sylvite::docs::functions_chapter(argv[1]) + sylvite::docs::primitives_chapter();
        std::fputs(text.c_str(), stdout);
        return 0;
    } catch (const std::exception &e) {
        std::fprintf(stderr, "sylvite_operations_page: %s\n", e.what());
        return 1;
    }
}
