internal import Glibc

// A plugin process of the tests: does what its first argument says.
exit(runSupervisee())
