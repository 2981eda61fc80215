# For Linux on 64-bit Arm, with the cross compiler of Debian and Ubuntu (g++-aarch64-linux-gnu). Programs of the target run
# under qemu-aarch64 (qemu-user) where it is there.

set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_C_COMPILER aarch64-linux-gnu-gcc)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++)

set(CMAKE_FIND_ROOT_PATH /usr/aarch64-linux-gnu)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
# A Sylvite for the target may be installed anywhere.
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE BOTH)

find_program(SYLVITE_QEMU_AARCH64 NAMES qemu-aarch64 qemu-aarch64-static)
if(SYLVITE_QEMU_AARCH64)
  set(CMAKE_CROSSCOMPILING_EMULATOR "${SYLVITE_QEMU_AARCH64};-L;/usr/aarch64-linux-gnu")
endif()
