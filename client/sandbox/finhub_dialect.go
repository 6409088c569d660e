package sandbox

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// dialect gives an answer the field names of FinHub's generated pages, which differ from its narrative ones.
func dialect(path string, data any) any {
	d := json.NewDecoder(bytes.NewReader(encode(data)))
	d.UseNumber()
	var plain any
	if err := d.Decode(&plain); err != nil {
		panic(err) // it was encoded just now
	}
	operation := slices.Contains([]string{"/card/deposit", "/card/withdraw", "/card/v2/freeze", "/card/v2/unfreeze", "/card/cancel",
		"/card/v2/update",
		"/card/updatePin", "/card/activate"}, path)
	return translate(plain, operation)
}

func translate(value any, operation bool) any {
	switch v := value.(type) {
	case []any:
		for i := range v {
			v[i] = translate(v[i], operation)
		}
		return v
	case map[string]any:
		if operation {
			return operationDialect(v)
		}
		if _, card := v["bindTime"]; card {
			return cardDialect(v)
		}
		out := map[string]any{}
		for name, inner := range v {
			switch name {
			case "cardNo":
				name = "cardId"
			case "holderId":
				name = "cardholderId"
			}
			out[name] = translate(inner, operation)
		}
		return out
	}
	return value
}

func operationDialect(v map[string]any) map[string]any {
	states := map[string]string{"wait_process": "PENDING", "processing": "PROCESSING", "success": "COMPLETED", "fail": "FAILED"}
	status, _ := v["status"].(string)
	kind, _ := v["type"].(string)
	out := map[string]any{
		"cardId": v["cardNo"], "operationType": strings.ToUpper(kind), "operationStatus": states[status], "transactionId": v["orderNo"],
		"operationTime": v["transactionTime"], "newCardStatus": nil, "previousCardStatus": nil, "reason": v["description"],
	}
	if _, has := v["transactionTime"]; !has { // an activation has less to tell
		delete(out, "operationTime")
		delete(out, "transactionId")
	}
	return out
}

// cardDialect leaves out what the other dialect has no name for. Of its statuses only ACTIVE and FROZEN are documented;
// the others are the narrative ones in capitals.
func cardDialect(v map[string]any) map[string]any {
	status, _ := v["status"].(string)
	switch status {
	case statusNormal:
		status = "ACTIVE"
	case statusFreeze:
		status = "FROZEN"
	default:
		status = strings.ToUpper(status)
	}
	out := map[string]any{
		"cardId": v["cardNo"], "cardStatus": status, "cardType": v["customCategory"], "cardholderId": v["holderId"], "cardName": v["remark"],
		"maskedCardNumber": "**** **** **** ****", "createTime": v["bindTime"], "blockedAmount": json.Number("0"),
	}
	if balance, ok := v["balanceInfo"].(map[string]any); ok {
		out["availableBalance"], out["currentBalance"], out["currency"] = balance["amount"], balance["amount"], balance["currency"]
	}
	return out
}
