internal import Mustache

/// A Mustache template that is part of the program. What is filled in is escaped for HTML.
struct HTMLTemplate: Sendable {
    private let template: MustacheTemplate

    /// - Parameter bytes: Of a file in `Templates/`, which the tests render: a template that cannot be read renders as nothing.
    init(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        template = (try? MustacheTemplate(string: text)) ?? MustacheTemplate.empty
    }

    func render(_ context: [String: Any], into output: inout [UInt8]) {
        output += template.render(context).utf8
    }
}

extension MustacheTemplate {
    fileprivate static var empty: MustacheTemplate {
        do { return try MustacheTemplate(string: "") } catch { preconditionFailure("an empty template can be read") }
    }
}
