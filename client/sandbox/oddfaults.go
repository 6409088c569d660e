package sandbox

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// endsInJSON reports whether the text is an odd fault up to its end, so that a number there is its value and no count.
func endsInJSON(text string) bool {
	rest, odd := strings.CutPrefix(text, string(FaultOdd)+"=")
	_, value, found := strings.Cut(rest, ":")
	return odd && found && json.Valid([]byte(value))
}

func (f Fault) checkOdd() error {
	switch {
	case f.Kind == FaultCut && f.Records < 0:
		return fmt.Errorf("fault cut to %d records\nwrite it as cut=10, 0 or more", f.Records)
	case f.Kind != FaultCut && !json.Valid([]byte(f.JSON)):
		return fmt.Errorf("%q is not JSON\nwrite it as odd=MEMBER:JSON or total=JSON, texts in quotes: odd=status:\"x\"", f.JSON)
	case f.Kind == FaultOdd && (f.Member == "" || strings.Contains("."+f.Member+".", "..")):
		return fmt.Errorf("%q is no member of a record\nwrite it as status, or balanceInfo.amount", f.Member)
	}
	return nil
}

// odd makes an answer odd. What is not a JSON object stays as it is, and so does a refusal.
func (f Fault) odd(body []byte) []byte {
	if f.Kind == FaultBOM {
		return append([]byte("\xef\xbb\xbf"), body...)
	}
	var whole map[string]any
	numbers := json.NewDecoder(bytes.NewReader(body))
	numbers.UseNumber()
	if numbers.Decode(&whole) != nil || whole["success"] == false {
		return body
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
		return body
	}
	if _, paged := object["records"]; paged && isList {
		object["records"] = list
	} else if isList && f.Kind != FaultNoData {
		whole["data"] = list
	}
	out, err := json.Marshal(whole)
	if err != nil {
		return body // not reached: it was JSON a moment ago
	}
	return out
}

// set puts the value at a path of members, which are made where they are not there. Of a list that is on the way it is the first.
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
