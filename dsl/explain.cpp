// The sentences about networks that cannot be evaluated at compile time.
#include <sylvite/dsl/explain.hpp>

#include <cstdio>
#include <exception>
#include <string>

namespace sylvite::detail {

namespace {

constexpr const char *expected_operator = "`constexpr void operator()(network &net) const`";

void complain(const location &where, const std::string &sentence) {
    const std::string place = where.known() ? std::string(where.file) + ':' + std::to_string(where.line) + ": " : "";
    std::fprintf(stderr, "%serror: %s\n", place.c_str(), sentence.c_str());
}

}  // namespace

void explain(const char *name, obstacle what, void (*run)(graph::builder &)) {
    const std::string network_name = std::string("the network ") + name;
    if (what == obstacle::constructor)
        return complain({}, network_name + " cannot be made without arguments; give its members values where they are "
                                           "declared, and template parameters in place of constructors");
    if (what == obstacle::call_operator)
        return complain({}, network_name + " has no public call operator that takes a network alone; expected " +
                                expected_operator);
    graph::builder b;
    try {
        run(b);
    } catch (const std::exception &mistake) {
        return complain(b.latest_location(), mistake.what());
    }
    location first;  // its file is the header's
    if (b.table().locations.size() > 1) first = b.table().locations[1];
    complain(first, network_name +
                        ", which starts here, cannot be evaluated at compile time: its call operator, or a function "
                        "that is called in it, is not constexpr; expected " +
                        expected_operator +
                        "; to have the compiler name the function, write static_assert(sylvite::parameter_count<" +
                        name + "> > 0); behind the struct");
}

}  // namespace sylvite::detail
