// All update rules, options, and ways to use them.
#pragma once

#include <sylvite/dsl/optimizers/adagrad.hpp>
#include <sylvite/dsl/optimizers/adam.hpp>
#include <sylvite/dsl/optimizers/clip.hpp>
#include <sylvite/dsl/optimizers/gradient_descent.hpp>
#include <sylvite/dsl/optimizers/minimize.hpp>
#include <sylvite/dsl/optimizers/options.hpp>
#include <sylvite/dsl/optimizers/rmsprop.hpp>
#include <sylvite/dsl/optimizers/stored_gradients.hpp>
