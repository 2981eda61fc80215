#include <sylvite/runtime/core/processor.hpp>

#include <gtest/gtest.h>

#include <string>

namespace {

using sylvite::core::message;
using sylvite::core::processor_supported;

#if defined(__x86_64__)
TEST(processor, accepts_what_every_processor_of_the_architecture_has) {
    message why;
    EXPECT_TRUE(processor_supported("x86-64-linux", why)) << why.text();
    EXPECT_TRUE(processor_supported("x86-64-linux-no_runtime-user_context", why)) << why.text();
    EXPECT_TRUE(processor_supported("host", why)) << why.text();
}

TEST(processor, agrees_with_the_compilers_own_test) {
    message why;
    EXPECT_EQ(processor_supported("x86-64-linux-sse41-avx-avx2-fma", why),
              __builtin_cpu_supports("sse4.1") && __builtin_cpu_supports("avx") && __builtin_cpu_supports("avx2") &&
                  __builtin_cpu_supports("fma"));
    EXPECT_EQ(processor_supported("x86-64-linux-avx512_skylake", why),
              __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw"));
}

TEST(processor, names_the_set_that_is_missing) {
    message why;
    EXPECT_FALSE(processor_supported("x86-64-linux-sse41-x86apx", why));
    EXPECT_STREQ(why.text(), "the network library was built for the instruction set 'x86apx' (target "
                             "x86-64-linux-sse41-x86apx), which this processor does not have");
}

TEST(processor, refuses_another_architecture) {
    message why;
    EXPECT_FALSE(processor_supported("arm-64-linux", why));
    EXPECT_NE(std::string(why.text()).find("architecture 'arm'"), std::string::npos) << why.text();
    EXPECT_FALSE(processor_supported("", why));
    EXPECT_FALSE(processor_supported(nullptr, why));
}
#endif

}  // namespace
