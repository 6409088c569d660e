package finhub

import (
	"cmp"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"cardwallet/client"
	"cardwallet/client/transport"
)

// unwrap opens {success, code, msg, data}, which is around success and error alike; HTTP 200 may carry success: false (FinHub
// authentication page). success decides; code 200, and 0 as one integrator's mock has it, go with it. FinHub's general errors, of its
// gateway and its login, are {code, message, data} (FinHub error handling page).
func unwrap(_ int, body []byte) (transport.Answer, error) {
	var wire struct {
		Success *bool                   `json:"success"`
		Code    transport.ID            `json:"code"`
		Msg     transport.Loose[string] `json:"msg"`
		Message transport.Loose[string] `json:"message"`
		Data    json.RawMessage         `json:"data"`
	}
	if err := transport.Decode(body, &wire); err != nil {
		return transport.Answer{}, err
	}
	good := wire.Code == "200" || wire.Code == "0"
	answer := transport.Answer{Data: wire.Data, Code: string(wire.Code), Message: cmp.Or(wire.Msg.Value, wire.Message.Value)}
	if answer.Data == nil {
		answer.Data = json.RawMessage("null")
	}
	switch {
	case wire.Success == nil && wire.Code == "":
		return transport.Answer{}, errors.New(`neither "success" nor "code" in the answer`)
	case wire.Success == nil:
		answer.OK = good
	case *wire.Success && !good && wire.Code != "":
		return transport.Answer{}, errors.New("success with the code of a failure")
	default:
		answer.OK = *wire.Success
	}
	return answer, nil
}

// smallAnswer is more than a refusal needs, in bytes.
const smallAnswer = 4 << 10

// rejected reports whether FinHub turned the token down: by the HTTP status, or by code 401 under another one.
func rejected(resp *transport.Response) bool {
	if resp.Status == http.StatusUnauthorized {
		return true
	}
	if resp.Status >= 500 || len(resp.Body) > smallAnswer {
		return false
	}
	answer, err := unwrap(resp.Status, resp.Body)
	return err == nil && !answer.OK && answer.Code == "401"
}

// The words of refusals. FinHub has no catalogue of business codes (-1 is all of them), so its text must do.
var (
	notFoundWords   = []string{"not found", "not exist", "no such", "cannot be found"}
	notAllowedWords = []string{
		"unauthori", "not authori", "invalid token", "token expired", "token is", "forbidden", "permission", "credential",
	}
)

// duplicate reports whether the text is about an order number that FinHub has already. FinHub does not document its words, and uses the
// same ones for other things: requests that come too fast, the digits of a PIN, the email of a holder.
func duplicate(text string) bool {
	if strings.Contains(text, "duplicat") {
		return true
	}
	return strings.Contains(text, "order") && (strings.Contains(text, "already exist") || strings.Contains(text, "repeat"))
}

// provingWords tell that nothing was done (FinHub authentication and cards pages: card not found, missing header, limits, decimals, a
// status that does not allow it).
var provingWords = []string{
	"must be between", "less than the minimum", "below the minimum", "above the maximum", "exceeds the maximum", "may not exceed",
	"card not found", "card does not exist", "card not exist", "card type not found", "cardholder not found",
	"missing required", "is required", "invalid param", "must be a number", "must be a string", "must be positive",
	"must have at most", "pin must",
	"does not allow this operation", "is not enabled for this card", "is not supported for this card", "are not supported for this card",
	"card is frozen", "card is blocked", "card is expired", "activation code is wrong", "invalid activation code",
}

// classify gives the kind of a refusal; nil leaves what the HTTP status says.
func classify(call transport.Call, status int, a transport.Answer) error {
	text := strings.ToLower(a.Message)
	code, _ := strconv.Atoi(a.Code)
	switch {
	case a.Code == "401" || a.Code == "403":
		return client.ErrNotAllowed
	case a.Code == "429":
		return client.ErrRateLimited
	case status == http.StatusOK && 500 <= code && code < 600:
		return client.ErrUnreachable // the server's own trouble, which says nothing about the request
	case !call.Read && duplicate(text):
		// An order number that was new here is known there: something on the way sent it twice, so the first may have been applied.
		return client.ErrUnknown
	case transport.Says(text, notAllowedWords...): // before those about money: "insufficient permissions"
		return client.ErrNotAllowed
	case transport.SaysInsufficient(text):
		return client.ErrInsufficient
	case a.Code == "404" || transport.Says(text, notFoundWords...):
		return client.ErrNotFound
	}
	return nil
}
