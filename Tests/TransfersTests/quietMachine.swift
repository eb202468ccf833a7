import Foundation

/// Whether short times can be relied on: beside hundreds of other tests a connection on loopback may take seconds.
let quietMachine = ProcessInfo.processInfo.environment["ASSAY_QUIET_MACHINE"] != nil
