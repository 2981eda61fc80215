#include <sylvite/generators/build.hpp>
#include <sylvite/generators/families.hpp>

namespace sylvite::generators {

void build(kernel &k, const schedule &named) {
    with_family(k.space.spec().kind, [&]<class F>(F) {
        const auto chosen = from_named<typename F::schedule_type>(named);
        const auto funcs = F::define(k, F::algorithm_of(chosen));
        F::schedule_cpu(k, *funcs, chosen);
    });
}

}  // namespace sylvite::generators
