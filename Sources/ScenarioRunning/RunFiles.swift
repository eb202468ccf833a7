package import AssayCore

/// The files that a run reads, behind which folders, caches and permissions are hidden.
///
/// What is thrown is shown to the user as it describes itself.
package protocol RunFiles: Sendable {
    /// - Parameter path: Relative to the golden folder.
    /// - Returns: `nil` when there is no such file.
    func golden(_ path: String) throws -> [UInt8]?

    /// - Parameter path: Relative to the file that names it.
    func bytes(_ path: String, namedIn file: SourceFile) throws -> [UInt8]

    /// As `bytes(_:namedIn:)`; one `DataFile` for a path in a run, so that it is parsed once.
    func data(_ path: String, namedIn file: SourceFile) throws -> DataFile

    /// The path of a golden relative to the project folder, for messages: `golden/export/...`.
    func goldenDisplayPath(_ path: String) -> String
}
