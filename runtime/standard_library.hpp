// Is this program compiled with the standard library, and the layout of its classes, that Sylvite's libraries were
// compiled with? If not, a std::string or std::vector that goes from one to the other would be read as something else.
// Included by the public headers whose functions take or give such a class, or throw.
#pragma once

#if __cplusplus < 202002L
#error "Sylvite's headers need C++20: compile with -std=c++20 or later."
#endif

#include <version>

#include <sylvite_built_with.hpp>

// A message is one line.
// clang-format off
#if defined(_LIBCPP_VERSION) && !SYLVITE_BUILT_WITH_LIBCXX
#error "Sylvite's libraries were compiled with libstdc++ and this file with libc++: compile it with -stdlib=libstdc++."
#elif !defined(_LIBCPP_VERSION) && SYLVITE_BUILT_WITH_LIBCXX
#error "Sylvite's libraries were compiled with libc++ and this file with libstdc++: compile it with -stdlib=libc++."
#elif defined(_GLIBCXX_DEBUG) && !SYLVITE_BUILT_WITH_GLIBCXX_DEBUG
#error "Sylvite's libraries were compiled without _GLIBCXX_DEBUG and this file with it, which changes the layout of containers: leave it out here; _GLIBCXX_ASSERTIONS checks too and changes no layout."
#elif !defined(_GLIBCXX_DEBUG) && SYLVITE_BUILT_WITH_GLIBCXX_DEBUG
#error "Sylvite's libraries were compiled with _GLIBCXX_DEBUG and this file without it, which changes the layout of containers: compile both alike."
#elif defined(_GLIBCXX_USE_CXX11_ABI) && _GLIBCXX_USE_CXX11_ABI != SYLVITE_BUILT_WITH_GLIBCXX_CXX11_ABI
#if SYLVITE_BUILT_WITH_GLIBCXX_CXX11_ABI
#error "Sylvite's libraries were compiled with _GLIBCXX_USE_CXX11_ABI=1 and this file with 0, which changes the layout of std::string: set it to 1 here, or leave it out."
#else
#error "Sylvite's libraries were compiled with _GLIBCXX_USE_CXX11_ABI=0 and this file with 1, which changes the layout of std::string: set it to 0 here."
#endif
#endif
// clang-format on
