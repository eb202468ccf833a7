package import AssayCore

/// What scenarios may refer to outside their own file.
package struct LoadingContext: Sendable {
    package var specifications: [Specification]
    /// Names of targets, for `only_on`.
    package var targets: [String]
    /// Names under `given` that hold a data file.
    package var inputs: [String]
    /// Whether some specification could not be read: what is not found may stand there.
    package var lacksSpecifications: Bool
    /// Reads the file that a path in another file names.
    package var readFile: @Sendable (_ path: String, _ namedIn: SourceFile) throws -> SourceFile

    package init(
        specifications: [Specification], targets: [String], inputs: [String], lacksSpecifications: Bool = false,
        readFile: @escaping @Sendable (_ path: String, _ namedIn: SourceFile) throws -> SourceFile = { path, _ in
            throw UnreadableFile(path: path)
        }
    ) {
        self.readFile = readFile
        self.specifications = specifications
        self.lacksSpecifications = lacksSpecifications
        self.targets = targets
        self.inputs = inputs
    }
}

/// Where no files are at hand.
private struct UnreadableFile: Error, CustomStringConvertible {
    var path: String
    var description: String { "\(path): there is no such file" }
}

/// The scenarios of one file.
package struct SuiteFile: Sendable {
    package var suite: String
    /// Where `suite:` is given; `nil` when the suite is named by its path.
    package var suiteRange: SourceRange?
    package var title: String?
    package var specification: String?
    package var scenarios: [Scenario]
    /// What is not wrong but not right either: unused variables and captures.
    package var warnings: [Diagnostic]
    package var file: SourceFile
    /// What else was read for it: files of examples.
    package var companions: [SourceFile] = []
}
