package linora

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"

	"cardwallet/client"
	"cardwallet/client/transport"
)

// refusals are the statuses that Linora documents for errors (cards page; 401 follows from the authentication page).
var refusals = []int{http.StatusBadRequest, http.StatusUnauthorized, http.StatusNotFound, http.StatusConflict, http.StatusTooManyRequests}

// unwrap opens {"success":…,"data":…}. Linora does not document it: this is Aurex's envelope, and Linora's is inferred to be the same.
// Linora does not document the body of an error either. So under a status of 4xx an object with "error", "message" or "statusCode" is a
// refusal too, and a documented status needs no body. Under 2xx such an object proves nothing.
func unwrap(status int, body []byte) (transport.Answer, error) {
	if status/100 != 4 {
		return transport.SuccessEnvelope(status, body)
	}
	if len(bytes.TrimSpace(body)) == 0 && slices.Contains(refusals, status) {
		return transport.Answer{Data: json.RawMessage("null")}, nil
	}
	var wire struct {
		Success    *bool         `json:"success"`
		Error      saying        `json:"error"`
		Message    saying        `json:"message"`
		StatusCode *transport.ID `json:"statusCode"`
		Code       transport.ID  `json:"code"`
	}
	if err := transport.Decode(body, &wire); err != nil {
		return transport.Answer{}, err
	}
	switch {
	case wire.Success != nil && *wire.Success:
		return transport.Answer{}, errors.New("success with the status of an error")
	case wire.Success == nil && !wire.Error.said && !wire.Message.said && wire.StatusCode == nil:
		return transport.Answer{}, errors.New("not an error that is known")
	case wire.StatusCode != nil && !strings.HasPrefix(string(*wire.StatusCode), "4"):
		return transport.Answer{}, errors.New("two statuses that contradict each other")
	}
	// The message says more than "Conflict", which frameworks write beside it as the error.
	text := wire.Error.text
	if text == "" || wire.Message.text != "" && strings.EqualFold(text, http.StatusText(status)) {
		text = wire.Message.text
	}
	return transport.Answer{Message: text, Code: string(wire.Code), Data: json.RawMessage("null")}, nil
}

// saying is a text that may come in an object or as one of a list.
type saying struct {
	said bool
	text string
}

// UnmarshalJSON takes what it finds and refuses nothing: a refusal without a text is one all the same.
func (p *saying) UnmarshalJSON(data []byte) error {
	*p = saying{said: !bytes.Equal(bytes.TrimSpace(data), []byte("null"))}
	var object struct {
		Message, Error, Description json.RawMessage
	}
	var list []json.RawMessage
	switch {
	case json.Unmarshal(data, &p.text) == nil:
	case json.Unmarshal(data, &object) == nil:
		for _, part := range []json.RawMessage{object.Message, object.Error, object.Description} {
			if p.text == "" {
				_ = json.Unmarshal(part, &p.text)
			}
		}
	case json.Unmarshal(data, &list) == nil && len(list) > 0:
		_ = json.Unmarshal(list[0], &p.text)
	}
	return nil
}

// classify reads 409 as insufficient balance (Linora cards page). It reads 422 as the same if the text says so, which is inferred.
func classify(_ transport.Call, status int, a transport.Answer) error {
	money := transport.SaysInsufficient(a.Message)
	if status == http.StatusConflict && (money || a.Message == "") || status == http.StatusUnprocessableEntity && money {
		return client.ErrInsufficient
	}
	return nil
}
