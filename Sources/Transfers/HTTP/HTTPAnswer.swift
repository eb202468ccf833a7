package import AssayCore

/// The final response to a request, whole and well-formed.
package struct HTTPAnswer: Sendable {
    /// A redirect that was followed.
    package struct Hop: Sendable, Hashable {
        package var status: Int
        /// `https://example.com/a`, which answered so.
        package var url: String
        package var headers: HeaderFields
    }

    package var status: Int
    /// In order, with repetitions; not those of interim responses, challenges, redirects or proxies. Bytes that are not UTF-8 are
    /// read as ISO 8859-1 and a folded value is joined with a space (RFC 9112 section 5.2).
    package var headers: HeaderFields
    /// Fields after a chunked body.
    package var trailers: HeaderFields
    package var body: [UInt8]
    /// `1.0`, `1.1`, `2`
    package var version: String
    /// The interim responses before it, such as 103.
    package var interimStatuses: [Int]
    package var hops: [Hop]
    /// Of the last hop, but `total` is that of all.
    package var timings: PhaseTimings
    /// `nil` where the transfer had none.
    package var cookies: CookieJar?
}
