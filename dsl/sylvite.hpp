// Everything that a network's header needs.
#pragma once

#include <sylvite/dsl/layers/dense.hpp>
#include <sylvite/dsl/losses/losses.hpp>
#include <sylvite/dsl/network.hpp>
#include <sylvite/dsl/optimizers/optimizers.hpp>
#include <sylvite/dsl/trace.hpp>
