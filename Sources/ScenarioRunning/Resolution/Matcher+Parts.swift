internal import AssayCore

extension Matcher {
    typealias Transform = (Template) throws(ResolutionError) -> Template

    /// Returns the matcher with every template directly below it replaced.
    func mapParts(_ transform: Transform) throws(ResolutionError) -> Matcher {
        switch self {
        case .any, .absent, .uuid, .email, .bind: return self
        case .matches(let part): return .matches(try transform(part))
        case .startsWith(let part): return .startsWith(try transform(part))
        case .endsWith(let part): return .endsWith(try transform(part))
        case .contains(let part): return .contains(try transform(part))
        case .length(let part): return .length(try transform(part))
        case .optional(let part): return .optional(try transform(part))
        case .each(let part): return .each(try transform(part))
        case .number(let range): return .number(try range.mapLimits(transform))
        case .approx(let value, let within): return .approx(value: try transform(value), within: try transform(within))
        case .timestamp(var timestamp):
            if let near = timestamp.near { timestamp.near = try transform(near) }
            return .timestamp(timestamp)
        case .partial(var members):
            for index in members.indices { members[index].value = try transform(members[index].value) }
            return .partial(members)
        case .unordered(let items): return .unordered(try Self.map(items, transform))
        case .keyed(let key, let items): return .keyed(key: key, items: try Self.map(items, transform))
        case .includes(let items): return .includes(try Self.map(items, transform))
        case .oneOf(let items): return .oneOf(try Self.map(items, transform))
        case .allOf(let items): return .allOf(try Self.map(items, transform))
        case .noneOf(let items): return .noneOf(try Self.map(items, transform))
        }
    }

    private static func map(_ items: [Template], _ transform: Transform) throws(ResolutionError) -> [Template] {
        var result: [Template] = []
        for item in items { result.append(try transform(item)) }
        return result
    }
}

extension Matcher.NumberRange {
    fileprivate func mapLimits(_ transform: Matcher.Transform) throws(ResolutionError) -> Self {
        var result = self
        if let min { result.min = try transform(min) }
        if let max { result.max = try transform(max) }
        if let above { result.above = try transform(above) }
        if let below { result.below = try transform(below) }
        if let multipleOf { result.multipleOf = try transform(multipleOf) }
        return result
    }
}
