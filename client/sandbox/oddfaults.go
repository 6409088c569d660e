package sandbox

import (
	"bytes"
	"encoding/json"
	"strings"
)

// odd makes an answer odd. What is not a JSON object stays as it is, and so does a refusal.
func (f Fault) odd(out *answer) {
	if f.Kind == FaultBOM {
		out.body = append([]byte("\xef\xbb\xbf"), out.body...)
		return
	}
	var whole map[string]any
	numbers := json.NewDecoder(bytes.NewReader(out.body))
	numbers.UseNumber()
	if numbers.Decode(&whole) != nil || whole["success"] == false {
		return
	}
	data, enveloped := whole["data"]
	if !enveloped {
		data = whole // a login has no envelope
	}
	object, _ := data.(map[string]any)
	list, isList := data.([]any)
	if records, paged := object["records"].([]any); paged {
		list, isList = records, true
	}
	switch {
	case f.Kind == FaultNoData:
		delete(whole, "data")
	case f.Kind == FaultTotal:
		if _, says := object["total"]; says {
			object["total"] = json.RawMessage(f.JSON)
		}
	case f.Kind == FaultCut && isList:
		list = list[:min(len(list), f.Records)]
	case f.Kind == FaultNullRecord && len(list) > 0:
		list[0] = nil
	case f.Kind == FaultOdd && len(list) > 0:
		set(list[0], strings.Split(f.Member, "."), json.RawMessage(f.JSON))
	case f.Kind == FaultOdd && !isList:
		set(object, strings.Split(f.Member, "."), json.RawMessage(f.JSON))
	default:
		return
	}
	if _, paged := object["records"]; paged && isList {
		object["records"] = list
	} else if isList && f.Kind != FaultNoData {
		whole["data"] = list
	}
	out.body = encode(whole)
}

// set puts the value at a path of members. It makes members that are missing, and of a list on the way it takes the first element.
func set(at any, path []string, value json.RawMessage) {
	if list, ok := at.([]any); ok && len(list) > 0 {
		at = list[0]
	}
	object, ok := at.(map[string]any)
	if !ok || object == nil {
		return
	}
	if len(path) == 1 {
		object[path[0]] = value
		return
	}
	switch object[path[0]].(type) {
	case map[string]any, []any:
	default:
		object[path[0]] = map[string]any{}
	}
	set(object[path[0]], path[1:], value)
}
