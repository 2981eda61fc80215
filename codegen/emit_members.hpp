// What the generated headers have in common: C++ types, and the members that name tensors.
#pragma once

#include <sylvite/codegen/emit.hpp>

#include <set>

namespace sylvite::codegen {

[[nodiscard]] const char *element_type(dtype type);

/// "[up to 64, 10]"
[[nodiscard]] std::string comment_of(const shape &s);

/// Gives each wanted name once; later ones get underscores.
class names_in_use {
  public:
    std::string fresh(const std::string &wanted);
    /// A name that is not in use, for a parameter: a member of its name would be hidden.
    [[nodiscard]] std::string unused(const std::string &wanted) const;

  private:
    std::set<std::string> used_;
};

/// The member that names a tensor, or nothing if its shape has dynamic extents behind the first.
[[nodiscard]] std::string emit_handle(const tensor_model &t, std::size_t index, names_in_use &names);

}  // namespace sylvite::codegen
