// Deleted overloads: what makes the compiler's first line the user's own. For a call that cannot be right one of these
// is the better match, and the message shows its template parameter Mistake, with the shapes in it:
//   network.hpp:12:28: error: use of deleted function '... [with ... Mistake = shapes_do_not_match<extents<32, 8>,
//   ...>]'
// The functions themselves check too, for calls that no overload here foresees.
#pragma once

#include <sylvite/dsl/expr/expr.hpp>
