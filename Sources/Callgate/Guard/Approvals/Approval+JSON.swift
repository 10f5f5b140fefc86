// An approval as JSON, for stores: everything that it is, in canonical form.
extension Approval {
    public var json: [UInt8] {
        var line = LineBuffer()
        line.append("{\"approvers\":[")
        for (index, approver) in approvers.enumerated() {
            line.append(index == 0 ? "{\"groups\":" : ",{\"groups\":")
            line.append(CanonicalJSON.list(approver.groups))
            line.append(",\"id\":")
            line.appendCanonical(approver.id)
            line.append("}")
        }
        line.append("],\"arguments\":")
        line.appendCanonical(subject.arguments)
        line.append(",\"deadline\":")
        line.append(Int(deadline))
        line.append(",\"id\":")
        line.appendCanonical(id)
        line.append(",\"policy\":")
        line.appendCanonical(subject.policy)
        line.append(",\"record\":\"")
        line.append(record)
        line.append("\",\"requesters\":")
        line.append(CanonicalJSON.list(requesters))
        if let session = subject.session {
            line.append(",\"session\":")
            line.appendCanonical(session)
        }
        line.append(",\"state\":")
        line.appendCanonical(state.rawValue)
        // Of one that was used nobody needs it any more.
        if let token, state == .approved {
            line.append(",\"token\":")
            line.appendCanonical(token)
        }
        line.append(",\"tool\":")
        line.appendCanonical(subject.tool)
        line.append(",\"wanted\":[")
        for (index, listed) in wanted.enumerated() {
            if index > 0 { line.append(",") }
            line.append(CanonicalJSON.list(listed))
        }
        line.append("]}")
        return line.bytes
    }

    /// - Returns: nil where the text is not that of an approval.
    public init?(json: [UInt8]) {
        guard (try? CanonicalJSON.text(json)) == json else { return nil }
        let object = JSONObject(json)
        guard let id = object.string("id"), let tool = object.string("tool"), let arguments = object.string("arguments"),
            let policy = object.string("policy"), let record = object.string("record").flatMap({ RecordID($0) }),
            let deadline = object.value("deadline").flatMap({ Int64(String(decoding: json[$0], as: UTF8.self)) }),
            let state = object.string("state").flatMap({ State(rawValue: $0) }), let wanted = object.value("wanted"),
            let approvers = object.value("approvers"), object.value("requesters") != nil
        else { return nil }
        self.init(
            id: id, record: record,
            subject: Subject(tool: tool, arguments: arguments, session: object.string("session"), policy: policy),
            wanted: object.elements(wanted).map(object.strings), digests: object.strings("requesters"), deadline: deadline)
        self.state = state
        for range in object.elements(approvers) {
            let approver = JSONObject(json, in: range)
            guard let name = approver.string("id") else { return nil }
            self.approvers.append(Approver(id: name, groups: approver.strings("groups")))
        }
        token = object.string("token")
        guard (state == .approved) == (token != nil), self.json == json else { return nil }
    }
}
