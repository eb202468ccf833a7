/// Which part of an answer a golden file holds, as its name says it.
public enum GoldenPart: Hashable, Sendable, CustomStringConvertible {
    case body
    /// Messages and attachments count from 1, as the scenario lists them.
    case attachment(message: Int, number: Int)

    /// `body`, `mail`, `mail-2`, `mail.attachment-2`: the first of its kind carries no number, so that adding a second
    /// renames nothing.
    public var description: String {
        switch self {
        case .body: "body"
        case .attachment(let message, let number):
            (message == 1 ? "mail" : "mail-\(message)") + (number == 1 ? "" : ".attachment-\(number)")
        }
    }
}

/// Returns the path, below the golden folder, of the golden file that a case has when its scenario names none:
/// `export/range/range-overflow.a-day.body.json`.
///
/// - Parameter fileExtension: `json`, `csv` or `txt`.
public func goldenPath(for id: CaseID, step: String?, part: GoldenPart, fileExtension: String) -> String {
    var path = id.scenario.suite
    path.reserveCapacity(path.utf8.count + id.scenario.name.utf8.count + 64)
    path += "/"
    path += id.scenario.name
    for name in [id.example, step, part.description, fileExtension] {
        guard let name else { continue }
        path += "."
        path += name
    }
    return path
}
