package transport

import (
	"cmp"
	"encoding/json"
	"errors"
)

// SuccessEnvelope unwraps {"success":true,"data":…} and {"success":false,"error":"text"}, where "message" may stand in for "error".
func SuccessEnvelope(_ int, body []byte) (Answer, error) {
	var wire struct {
		Success *bool           `json:"success"`
		Data    json.RawMessage `json:"data"`
		Error   Loose[string]   `json:"error"`
		Message Loose[string]   `json:"message"`
	}
	if err := Decode(body, &wire); err != nil {
		return Answer{}, err
	}
	if wire.Success == nil {
		return Answer{}, errors.New(`no "success" in the answer`)
	}
	answer := Answer{OK: *wire.Success, Data: wire.Data, Message: cmp.Or(wire.Error.Value, wire.Message.Value)}
	if answer.Data == nil {
		answer.Data = json.RawMessage("null")
	}
	return answer, nil
}
