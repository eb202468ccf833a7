internal import AssayCore

/// Why the server and not the model answers. Clients tell such an answer by the header field `Assay-Fault`, whose value is the kind.
struct ServerFault: Error, Hashable {
    enum Kind: String {
        /// `Assay-Given` cannot be read, or the model does not take it.
        case given
        /// The model failed, or answered what no HTTP response can be.
        case model
        /// The mail of the model could not be delivered.
        case mail
        /// The request is no HTTP that the server takes.
        case http
    }

    static let header = "Assay-Fault"

    var kind: Kind
    var status: Int
    var message: String

    init(_ kind: Kind, _ status: Int, _ message: String) {
        self.kind = kind
        self.status = status
        self.message = message
    }

    init(_ fault: HTTPFault) {
        self.init(.http, fault.status, fault.message)
    }

    var response: Response {
        Response(
            status: status,
            headers: HeaderFields([
                .init(name: "Content-Type", value: "text/plain; charset=utf-8"), .init(name: Self.header, value: kind.rawValue),
            ]), body: Array("assay serve: \(message)\n".utf8))
    }
}
