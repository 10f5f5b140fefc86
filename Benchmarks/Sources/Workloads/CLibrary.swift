// The system's C library, for all files of this program.
#if canImport(Glibc)
    @_exported import Glibc
#else
    @_exported import Darwin
#endif
