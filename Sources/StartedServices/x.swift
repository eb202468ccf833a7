internal import AssayCore
