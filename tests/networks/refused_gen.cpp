#include "refused.hpp"

#include <sylvite/codegen/driver.hpp>

int main(int argc, char **argv) { return sylvite::codegen::generate<refused>(argc, argv, "refused", "refused"); }
