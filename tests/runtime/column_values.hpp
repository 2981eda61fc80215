// All values of a dataset's column.
#pragma once

#include <sylvite/runtime/data/dataset.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <string_view>
#include <vector>

template <class T>
std::vector<T> column_values(const sylvite::dataset &from, std::string_view name) {
    const sylvite::data::column *c = from.find(name);
    if (c == nullptr) {
        ADD_FAILURE() << "there is no column '" << name << "'";
        return {};
    }
    EXPECT_EQ(c->type, sylvite::dtype_of<T>);
    const std::size_t count = from.rows() * c->width;
    const std::unique_ptr<T[]> values(new T[count]);
    from.read(*c, 0, from.rows(), values.get());
    return std::vector<T>(values.get(), values.get() + count);
}
