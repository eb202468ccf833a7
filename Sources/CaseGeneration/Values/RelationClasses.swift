import AssayCore
import DataFormats

/// Classes of values that relations make: both sides of each boundary, at the finest unit.
extension OperationClasses {
    /// Of timestamps that scenarios write, a millisecond.
    private static let unit = Duration.milliseconds(1)

    /// A timestamp that others bound is stated by its distance from the one that it is related to: so it is right whatever that is.
    mutating func addDistances() {
        let relations = operation.relations
        for subject in operation.parameters.indices where operation.parameters[subject].kind == .timestamp {
            let own = relations.indices.filter { relations[$0].subject == subject && relations[$0].kind.isDistance }
            guard let other = own.first.map({ relations[$0].other }) else { continue }
            // A second parameter that it is related to bounds it in requests where that is as usual.
            var window = Window()
            for relation in own where relations[relation].other == other {
                window.narrow(relations[relation].kind, by: Self.unit)
            }
            let usual = usualDistance(of: subject, from: other, within: window)
            var new: [ParameterClass] = [.init("usual", .distance(usual, from: other), .combined)]
            for distance in window.boundaries(Self.unit) {
                new.append(
                    .init(Self.id(distance, after: operation.parameters[other]), .distance(distance, from: other), .combined))
            }
            for relation in own where relations[relation].other == other {
                for distance in relations[relation].kind.beyond(Self.unit) where !window.contains(distance) {
                    let id = Self.id(distance, after: operation.parameters[other])
                    new.append(.init(id, .distance(distance, from: other), .invalid, relation: relation))
                }
            }
            // What stands for a moment of its own is wrong as a distance more often than not.
            let rest = classes[subject].filter { $0.kind == .invalid }
            var seen: Set<ParameterClass.Value> = []
            classes[subject] = (new + rest).filter { seen.insert($0.value).inserted }
        }
    }

    private func usualDistance(of subject: Int, from other: Int, within window: Window) -> Duration {
        let moments = [subject, other].map { operation.parameters[$0].examples.first?.string.flatMap { Instant(rfc3339: $0) } }
        if let moment = moments[0], let start = moments[1], window.contains(moment - start) { return moment - start }
        let fallback = Duration.seconds(86_400)
        if window.contains(fallback) { return fallback }
        return window.least ?? window.most ?? fallback
    }

    private static func id(_ distance: Duration, after other: Parameter) -> String {
        let name = ValueClasses.id(of: .string(other.name))
        if distance == .zero { return "equal-to-\(name)" }
        let text = distance < .zero ? (Duration.zero - distance).text : distance.text
        return "\(text.replacing(".", with: "-"))-\(distance < .zero ? "before" : "past")-\(name)"
    }

    /// What is sent of the other parameter to have a fault, or none, of a relation that asks for presence.
    func faultsOfPresence() -> [(relation: Int, classes: [Int: ParameterClass.Value])] {
        operation.relations.enumerated().compactMap { number, relation in
            guard let own = present(relation.subject), let other = present(relation.other) else { return nil }
            switch relation.kind {
            case .requires: return (number, [relation.subject: own, relation.other: .absent])
            case .excludes: return (number, [relation.subject: own, relation.other: other])
            default: return nil
            }
        }
    }

    /// A value of it that is right.
    func present(_ parameter: Int) -> ParameterClass.Value? {
        classes[parameter].first { $0.kind != .invalid && $0.value != .absent }?.value
    }
}

/// Distances that are allowed, both ends included; `nil` for no end.
struct Window {
    private(set) var least: Duration?
    private(set) var most: Duration?

    mutating func narrow(_ kind: ParameterRelation.Kind, by unit: Duration) {
        switch kind {
        case .after: least = max(least ?? unit, unit)
        case .before: most = min(most ?? (.zero - unit), .zero - unit)
        case .atLeast(let distance): least = max(least ?? distance, distance)
        case .atMost(let distance): most = min(most ?? distance, distance)
        case .requires, .excludes, .values: break
        }
    }

    func contains(_ distance: Duration) -> Bool {
        least.map { $0 <= distance } ?? true && most.map { distance <= $0 } ?? true
    }

    /// The ends, and what lies next to them inside.
    func boundaries(_ unit: Duration) -> [Duration] {
        [least, least.map { $0 + unit }, most.map { $0 - unit }, most].compactMap(\.self).filter(contains)
    }
}

extension ParameterRelation.Kind {
    var isDistance: Bool {
        switch self {
        case .after, .before, .atMost, .atLeast: true
        case .requires, .excludes, .values: false
        }
    }

    /// Distances that break it: the nearest one, and others that a service may take for something else.
    func beyond(_ unit: Duration) -> [Duration] {
        let day = Duration.seconds(86_400)
        switch self {
        case .after: return [.zero, .zero - unit, .zero - day]
        case .before: return [.zero, unit, day]
        case .atMost(let distance):
            return [distance + unit, distance + .seconds(1), distance + day, distance + .seconds(366 * 86_400)]
        case .atLeast(let distance): return [distance - unit]
        case .requires, .excludes, .values: return []
        }
    }
}
