import Foundation

/// The folder of public conformance suites to measure with; not part of the project, so unset in an ordinary run.
let outsideSuites = ProcessInfo.processInfo.environment["ASSAY_OUTSIDE_SUITES"]

/// Name and content of every file directly in a folder, by name.
func filesInFolder(_ path: String) throws -> [(name: String, bytes: [UInt8])] {
    try FileManager.default.contentsOfDirectory(atPath: path).sorted().map { name in
        (name, [UInt8](try Data(contentsOf: URL(fileURLWithPath: path + "/" + name))))
    }
}
