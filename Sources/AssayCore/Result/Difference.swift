/// One way in which what came departs from what was expected.
public struct Difference: Sendable, Hashable {
    /// What kind of departure it is; stable, as the machine-readable reports carry it.
    public enum Kind: String, Sendable, CaseIterable {
        /// The value is another one.
        case value
        /// The value is of another type: a string for a number.
        case type
        case missing
        case extra
        /// The same things in another order.
        case order
        case duplicate
        /// A record with too few or too many fields.
        case ragged
        /// A column has another name at the same place.
        case renamed
        /// Line ends, byte order mark, delimiter or quoting.
        case dialect
        /// What came cannot be read as what was expected: not JSON, not CSV, not UTF-8.
        case unreadable
    }

    /// Which part of the content departs.
    public enum Place: Sendable, Hashable {
        case whole
        /// A JSON Pointer (RFC 6901).
        case json(String)
        /// Records count from 1, the header is record 1 when there is one. `key` holds the values of the key columns.
        case cell(record: Int, column: String, key: [String])
        case record(Int, key: [String])
        case column(String)
        /// From 1.
        case line(Int)
        /// From 0.
        case byte(Int)
    }

    /// A cell of the record that a difference is about.
    public struct Cell: Sendable, Hashable {
        public var column: String
        /// Cut when it is long.
        public var text: String
        public var isKey: Bool

        public init(column: String, text: String, isKey: Bool = false) {
            self.column = column
            self.text = text
            self.isKey = isKey
        }
    }

    public var kind: Kind
    public var place: Place
    /// As it is to be shown, JSON values as JSON text; `nil` when nothing was due there.
    public var expected: String?
    /// `nil` when there is nothing.
    public var actual: String?
    /// What else helps: "same after Unicode normalisation (NFC)".
    public var note: String?
    /// Of a record, its cells from left to right as far as there is room for them; of a cell, those that its row is known by.
    public var cells: [Cell]
    /// Where the expectation of this very part stands in the scenario; `nil` for what a golden file expects.
    public var range: SourceRange?

    public init(
        _ kind: Kind, at place: Place, expected: String? = nil, actual: String? = nil, note: String? = nil,
        cells: [Cell] = [], range: SourceRange? = nil
    ) {
        self.kind = kind
        self.place = place
        self.expected = expected
        self.actual = actual
        self.note = note
        self.cells = cells
        self.range = range
    }
}
