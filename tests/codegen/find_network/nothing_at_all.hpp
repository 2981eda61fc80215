// LIBRARY: model
// SAYS: model: no network was found in nothing_at_all.hpp: expected a struct of a namespace with "constexpr
// SAYS: void operator()(network &net) const"; one that another header declares, or whose call operator is a
// SAYS: template, has to be named with STRUCT in sylvite_add_network, or with --struct after ./sylvite.
#pragma once
#include "included/wave.hpp"

using namespace sylvite;
