internal import AssayCore

/// A way to change a recorded answer.
enum ReplyOperator: String, CaseIterable, Sendable {
    case status
    case statusClass = "status-class"
    case headerDropped = "header-dropped"
    case headerChanged = "header-changed"
    case bodyCut = "body-cut"
    case textChanged = "text-changed"

    case jsonValue = "json-value"
    case jsonType = "json-type"
    case jsonKeyAdded = "json-key-added"
    case jsonKeyRemoved = "json-key-removed"
    case jsonKeyRenamed = "json-key-renamed"
    case jsonReordered = "json-reordered"
    case jsonElementRemoved = "json-element-removed"

    case csvCell = "csv-cell"
    case csvRowRemoved = "csv-row-removed"
    case csvRowDoubled = "csv-row-doubled"
    case csvRowsSwapped = "csv-rows-swapped"
    case csvColumnRemoved = "csv-column-removed"
    case csvColumnRenamed = "csv-column-renamed"
    case csvColumnsSwapped = "csv-columns-swapped"
    case csvNewline = "csv-newline"

    case mailLost = "mail-lost"
    case mailDoubled = "mail-doubled"
    case mailRedirected = "mail-redirected"
    case mailFrom = "mail-from"
    case mailSubject = "mail-subject"
    case mailText = "mail-text"
    case attachmentLost = "attachment-lost"
    case attachmentRenamed = "attachment-renamed"
    case attachmentType = "attachment-type"
    case attachmentCut = "attachment-cut"

    // Those that mean nothing.
    case jsonOrder = "json-order"
    case jsonSpace = "json-space"
    case jsonNumberText = "json-number-text"
    case headerCase = "header-case"
    case otherIDs = "other-ids"
    case replayed = "as-recorded"

    var kind: Mutant.Kind {
        switch self {
        case .jsonOrder, .jsonSpace, .jsonNumberText, .headerCase, .otherIDs, .replayed: .surviving
        default: .answer
        }
    }

    /// What is done to the place, to be read after "an answer": "the member /meta/explain is missing".
    func summary(at place: String) -> String {
        switch self {
        case .status: "the status is another of its class"
        case .statusClass: "the status is of another class"
        case .headerDropped: "the header \(place) is missing"
        case .headerChanged: "the header \(place) has another value"
        case .bodyCut: "the last bytes of the body are missing"
        case .textChanged: "the text of the body is another"
        case .jsonValue: "the JSON value at \(place) is another"
        case .jsonType: "the JSON value at \(place) is of another type"
        case .jsonKeyAdded: "the JSON object at \(place) has a member more"
        case .jsonKeyRemoved: "the JSON member \(place) is missing"
        case .jsonKeyRenamed: "the JSON member \(place) has another name"
        case .jsonReordered: "the JSON array at \(place) is in another order"
        case .jsonElementRemoved: "the JSON array at \(place) lacks its last element"
        case .csvCell: "a cell of the column \(place) is another"
        case .csvRowRemoved: "a row of the table is missing"
        case .csvRowDoubled: "a row of the table stands there twice"
        case .csvRowsSwapped: "two rows of the table are swapped"
        case .csvColumnRemoved: "the column \(place) is missing"
        case .csvColumnRenamed: "the column \(place) has another name"
        case .csvColumnsSwapped: "the first two columns are swapped"
        case .csvNewline: "the rows of the table end otherwise"
        case .mailLost: "a mail does not arrive"
        case .mailDoubled: "a mail arrives twice"
        case .mailRedirected: "a mail goes to another address"
        case .mailFrom: "a mail comes from another address"
        case .mailSubject: "a mail has another subject"
        case .mailText: "a mail has another text"
        case .attachmentLost: "a mail lacks an attachment"
        case .attachmentRenamed: "an attachment has another name"
        case .attachmentType: "an attachment is of another type"
        case .attachmentCut: "the last bytes of an attachment are missing"
        case .jsonOrder: "the members of JSON objects are in another order"
        case .jsonSpace: "there is white space between the parts of the JSON"
        case .jsonNumberText: "JSON numbers are written otherwise: 1.0 for 1"
        case .headerCase: "the names of headers are in other letter case"
        case .otherIDs: "identifiers that are made up come out otherwise"
        case .replayed: "the answer is given again as it was"
        }
    }
}

/// An operator and the place that it is applied to, the same for all cases: indexes of JSON arrays are `*`, table cells go by column.
struct ReplyMutant: Hashable, Sendable {
    var change: ReplyOperator
    var place = ""

    var mutant: Mutant {
        let place = place.isEmpty ? "" : " \(place.displayed)"
        return Mutant(
            id: "\(change.kind.rawValue):\(change.rawValue)\(place)", kind: change.kind,
            summary: change.summary(at: place.isEmpty ? "the top" : self.place.displayed))
    }
}

/// An answer with a change in it, which is made only when it is asked for: a large report has many.
struct ChangedReply: Sendable {
    var mutant: ReplyMutant
    /// Which answer of the case, from 0.
    var exchange: Int
    /// Where it is changed: "json /meta/explain", "mail 1 attachment 1, row 2, Status".
    var place: String
    var before: String?
    var after: String?
    var make: @Sendable (inout Reply) -> Void
}
