// Here: "struct in_a_comment { constexpr void operator()(network &) const {} };" and an apostrophe that isn't closed.
// LIBRARY: model
// FINDS: a::b::wave
#ifndef TEXT_THAT_IS_NO_CODE
#define TEXT_THAT_IS_NO_CODE
#include "included/language.hpp"
/* struct in_a_block {
   constexpr void operator()(network &) const {{{ don't } */
#define A_STRUCT(name)                                                                                                 \
    struct name {                                                                                                      \
        int x;
constexpr const char *literal = "struct in_a_literal { // \" {";
constexpr const char *raw = R"(struct in_a_raw_literal {
    {
)";
constexpr char brace = '{', quote = '"', apostrophe = '\'';
constexpr int million = 1'000'000, thousand = 1'000;
extern "C" {
struct of_c {
    int x;
};
}
namespace a {
inline namespace v1 {
inline constexpr int numbers[] = {1, 2, 3};
namespace b {
// clang-format off
struct [[nodiscard]] alignas(16) wave final {
    static constexpr int more[] = {1, 2, 3};  // }
    constexpr void operator ( ) ( sylvite :: network & ) const { if (more[0] == 1) { /* } */ } }
};
// clang-format on
}  // namespace b
}  // namespace v1
}  // namespace a
#endif
