// What all of codegen/ uses of generators/spec, by its short names.
#pragma once

#include <sylvite/generators/spec/kernel_spec.hpp>
#include <sylvite/generators/spec/schedule.hpp>
#include <sylvite/generators/spec/space.hpp>

namespace sylvite::codegen {

using generators::choose_schedule;
using generators::describe;
using generators::family;
using generators::fault_of;
using generators::hash_hex;
using generators::kernel_spec;
using generators::name_of;
using generators::parameter_space;
using generators::parse_schedule;
using generators::parse_spec;
using generators::processor;
using generators::schedule;
using generators::scratch_bytes;
using generators::space_of;
using generators::spec_argument;
using generators::spec_output;
using generators::to_text;
using generators::tuning_space;

}  // namespace sylvite::codegen
