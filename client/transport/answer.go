package transport

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"

	"cardwallet/client"
)

// Answer is what an issuer's envelope holds.
type Answer struct {
	OK      bool
	Data    json.RawMessage
	Code    string // the issuer's code, empty where it has none
	Message string
}

// Call is one request to an issuer.
type Call struct {
	Op     string // what is being done, lower case: "list cards"
	Method string
	Path   []string            // elements after the base URL, not escaped
	Slash  bool                // the path ends with one
	Query  map[string][]string // nil for none
	Body   any                 // sent as JSON; nil for none; see Encoded
	Card   bool                // it names one card
	// Read marks a call that changes nothing at the issuer, so that it may be sent again. It is said here because the method does not
	// tell: FinHub reads are POST. Without it the call is sent once, the way money must be.
	Read bool
}

// decode turns an answer into out or into the error that it means.
func (c *Client) decode(call Call, resp *Response, unwrap Unwrap, out any) error {
	defer clear(resp.Body)
	problem := checkNames(resp.Body)
	var answer Answer
	if problem == nil {
		answer, problem = unwrap(resp.Status, resp.Body)
		defer clear(answer.Data)
	}
	switch {
	case resp.Status/100 != 2, problem == nil && !answer.OK:
		return c.refusal(call, resp, answer, problem == nil && !answer.OK)
	case problem == nil && out != nil:
		problem = needed(answer.Data, out)
		c.logOdd(call, out)
	}
	if problem != nil && bytes.HasPrefix(bytes.TrimSpace(resp.Body), []byte("<")) { // a portal's page, or a firewall's question
		return &client.Error{Kind: client.ErrGarbage, Status: resp.Status, RequestID: requestID(resp.Header), Gateway: true, Cause: errGateway}
	}
	if problem != nil {
		return &client.Error{Kind: client.ErrGarbage, Status: resp.Status, RequestID: requestID(resp.Header), Cause: problem}
	}
	return nil
}

// needed is Decode for what an answer must have.
func needed(data []byte, out any) error {
	if _, ok := out.(nullable); !ok && bytes.Equal(bytes.TrimSpace(data), []byte("null")) {
		return errNoData
	}
	if err := Decode(data, out); err != nil {
		return err
	}
	if isNone(out) {
		return errNoObject
	}
	return nil
}

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
