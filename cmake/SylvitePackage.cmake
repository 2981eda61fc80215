# `cpack`: what is installed, as sylvite-VERSION-Linux.tar.gz and as a package for Debian and Ubuntu.

set(CPACK_GENERATOR TGZ DEB)
set(CPACK_PACKAGE_VENDOR "Sylvite")
set(CPACK_PACKAGE_CONTACT "The Sylvite authors")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Neural networks written in C++, compiled to native code that trains them")
set(CPACK_RESOURCE_FILE_LICENSE "${PROJECT_SOURCE_DIR}/LICENSE")
set(CPACK_VERBATIM_VARIABLES ON)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "g++ (>= 4:12), libboost-dev (>= 1.74), ninja-build")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "cmake (>= 3.25), zlib1g-dev")
# Halide's compiler is most of it; xz, the default, takes a minute for a tenth less.
set(CPACK_DEBIAN_COMPRESSION_TYPE gzip)

include(CPack)
