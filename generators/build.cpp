#include <sylvite/generators/build.hpp>
#include <sylvite/generators/families.hpp>

namespace sylvite::generators {

void build(kernel &k, const schedule &how) {
    with_family(k.space.spec().kind, [&]<class F>(F) { F::build(k, from_named<typename F::schedule_type>(how)); });
}

}  // namespace sylvite::generators
