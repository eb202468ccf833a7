internal import AssayCore
internal import DataFormats

extension Scope {
    /// Returns the request that a step states, with nothing left to work out.
    ///
    /// - Parameter targetHeaders: Sent too, unless the step sets a field of that name or says that it is `!absent`.
    mutating func request(
        _ template: RequestTemplate, targetHeaders: [Template.Member]
    ) throws(ResolutionError) -> Request {
        let method = try string(template.method)
        let path = try string(template.path)
        if let mark = path.utf8.first(where: { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }) {
            let hint = mark == UInt8(ascii: "?") ? "parameters belong under 'query'; in a path it is %3F" : "in a path it is %23"
            throw ResolutionError("the path has a '\(UnicodeScalar(mark))': \(hint)", at: template.path.range)
        }
        var headers = RequestHeaders()
        for member in try resolve(template.headers) { try headers.set(member) }
        let body = try template.body.map { (body) throws(ResolutionError) in try self.body(body) } ?? nil
        if let type = body?.type { try headers.setDefault("Content-Type", type, at: template.range) }
        try addCookies(template.cookies, to: &headers)
        if let credentials = template.credentials, let value = try authorization(credentials) {
            try headers.setDefault("Authorization", value, at: template.range)
        }
        for member in targetHeaders where !headers.isSettled(member.name) {
            var member = member
            member.value = try resolve(member.value)
            try headers.set(member)
        }
        return Request(
            method: method, path: percentEncoded(path: path), query: try query(template.query), headers: headers.fields,
            body: body?.bytes, options: try options(template))
    }

    private mutating func options(_ template: RequestTemplate) throws(ResolutionError) -> RequestOptions {
        var options = RequestOptions(
            timeout: template.options.timeout, redirects: template.options.redirects, version: template.options.version,
            decompresses: template.options.decompresses)
        if let proxy = template.options.proxy { options.proxy = try string(proxy) }
        if case .digest(let user, let password)? = template.credentials {
            options.digest = DigestCredentials(user: try string(user), password: try string(password))
        }
        return options
    }

    private mutating func query(_ query: RequestTemplate.Query) throws(ResolutionError) -> String? {
        switch query {
        case .raw(let text): return try string(text)
        case .parameters(let members):
            let pairs = try self.pairs(members)
            if pairs.isEmpty { return nil }
            return pairs.map { "\(percentEncoded($0.name))=\(percentEncoded($0.value))" }.joined(separator: "&")
        }
    }

    /// Names and values in order: a list gives several of one name, null and `!absent` give none.
    private mutating func pairs(
        _ members: [Template.Member]
    ) throws(ResolutionError) -> [(name: String, value: String)] {
        var pairs: [(name: String, value: String)] = []
        for member in try resolve(members) {
            for text in try member.value.sentTexts() { pairs.append((member.name, text)) }
        }
        return pairs
    }

    private mutating func addCookies(
        _ cookies: [Template.Member], to headers: inout RequestHeaders
    ) throws(ResolutionError) {
        let pairs = try pairs(cookies)
        guard !pairs.isEmpty else { return }
        let text = pairs.map { "\($0.name)=\($0.value)" }.joined(separator: "; ")
        try headers.setDefault("Cookie", text, at: cookies[0].value.range)
    }

    /// - Returns: `nil` where it takes a challenge first.
    private mutating func authorization(
        _ credentials: RequestTemplate.Credentials
    ) throws(ResolutionError) -> String? {
        switch credentials {
        case .digest: return nil
        case .bearer(let token): return "Bearer \(try string(token))"
        case .basic(let user, let password):
            let token = base64(Array("\(try string(user)):\(try string(password))".utf8))
            // The token is as good as the secret in it.
            if !secrets.isEmpty { hide(token) }
            return "Basic \(token)"
        }
    }

    private mutating func body(
        _ body: RequestTemplate.Body
    ) throws(ResolutionError) -> (bytes: [UInt8], type: String?)? {
        switch body {
        case .json(let template):
            let value = try resolve(template)
            if value.isAbsent { return nil }
            var bytes: [UInt8] = []
            try value.dataValue().append(to: &bytes)
            return (bytes, "application/json")
        case .text(let template): return (Array(try string(template).utf8), "text/plain; charset=utf-8")
        case .form(let members):
            let pairs = try pairs(members).map {
                "\(percentEncoded($0.name, form: true))=\(percentEncoded($0.value, form: true))"
            }
            return (Array(pairs.joined(separator: "&").utf8), "application/x-www-form-urlencoded")
        case .multipart(let parts):
            let body = MultipartBody(try parts.map { (part) throws(ResolutionError) in try self.part(part) })
            return (body.bytes, body.type)
        case .file(let path): return (try bytes(ofFile: string(path), at: path.range), nil)
        case .base64(let template): return (try bytes(ofBase64: template), nil)
        }
    }

    private mutating func bytes(ofBase64 template: Template) throws(ResolutionError) -> [UInt8] {
        if let bytes = decoded(base64: try string(template)) { return bytes }
        throw ResolutionError("this is no base64 (RFC 4648 section 4)", at: template.range)
    }

    private mutating func part(_ part: RequestTemplate.Part) throws(ResolutionError) -> MultipartBody.Part {
        var resolved = MultipartBody.Part(name: part.name, bytes: [])
        switch part.content {
        case .text(let template):
            guard let text = try resolve(template).scalarText else {
                throw ResolutionError("a part of a form takes a text", at: template.range)
            }
            resolved.bytes = Array(text.utf8)
        case .json(let template):
            try resolve(template).dataValue().append(to: &resolved.bytes)
            resolved.type = "application/json"
        case .file(let template):
            let path = try string(template)
            resolved.bytes = try bytes(ofFile: path, at: template.range)
            resolved.fileName = path.split(separator: "/").last.map(String.init)
            resolved.type = "application/octet-stream"
        case .base64(let template):
            resolved.bytes = try bytes(ofBase64: template)
            resolved.type = "application/octet-stream"
        }
        if let name = part.fileName { resolved.fileName = try string(name) }
        if let type = part.type { resolved.type = try string(type) }
        if let type = resolved.type, type.utf8.contains(where: { $0 == 0x0D || $0 == 0x0A || $0 == 0 }) {
            throw ResolutionError("the type of a part has a line break or NUL in it", at: part.range)
        }
        return resolved
    }
}

/// Header fields of a request in the making, and the names about which there is nothing more to say.
private struct RequestHeaders {
    private(set) var fields = HeaderFields()
    private var settled: [String] = []

    func isSettled(_ name: String) -> Bool { settled.contains { $0.equalsIgnoringASCIICase(name) } }

    mutating func set(_ member: Template.Member) throws(ResolutionError) {
        settled.append(member.name)
        for text in try member.value.sentTexts() { try append(member.name, text, at: member.value.range) }
    }

    mutating func setDefault(_ name: String, _ value: String, at range: SourceRange) throws(ResolutionError) {
        guard !isSettled(name) else { return }
        settled.append(name)
        try append(name, value, at: range)
    }

    private mutating func append(_ name: String, _ value: String, at range: SourceRange) throws(ResolutionError) {
        // RFC 9110 section 5.5: such a value would end the field and begin another.
        guard !value.utf8.contains(where: { $0 == 0x0D || $0 == 0x0A || $0 == 0 }) else {
            throw ResolutionError("the header '\(name)' has a line break or NUL in its value", at: range)
        }
        fields.append(name, value)
    }
}

extension Template {
    /// What is sent for a resolved template: a text for each element of a list, nothing for null and `!absent`.
    fileprivate func sentTexts() throws(ResolutionError) -> [String] {
        if isNothing { return [] }
        if let scalarText { return [scalarText] }
        guard case .array(let elements) = shape else { throw ResolutionError("\(kindName) cannot be sent here", at: range) }
        var texts: [String] = []
        for element in elements where !element.isNothing {
            guard let text = element.scalarText else {
                throw ResolutionError("\(element.kindName) cannot be sent here", at: element.range)
            }
            texts.append(text)
        }
        return texts
    }
}
