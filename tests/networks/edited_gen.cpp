#include EDITED_HEADER

#include <sylvite/codegen/driver.hpp>

int main(int argc, char **argv) { return sylvite::codegen::generate<::edited>(argc, argv, "edited", "edited"); }
