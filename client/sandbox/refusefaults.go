package sandbox

import (
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// statusAndText is the value of the faults that refuse: a status, a text, or both.
var statusAndText = regexp.MustCompile(`^(?:([0-9]{3})(?: |$))?(.*)$`)

// readRefusal takes the value of refuse, refuse-after, general and general-after apart.
func (f *Fault) readRefusal(value string) {
	parts := statusAndText.FindStringSubmatch(value)
	if parts == nil { // a text of several lines
		return
	}
	f.Status, _ = strconv.Atoi(parts[1]) // three digits, or none
	f.Text = parts[2]
}

func (f Fault) checkRefusal() error {
	switch {
	case (f.Kind == FaultRefuse || f.Kind == FaultRefuseAfter) && (f.Text == "" || f.Status != 0 && (f.Status < 400 || f.Status > 499)):
		return fmt.Errorf("fault %s with status %d and text %q\n"+
			"write it as %s=Insufficient balance, or with a status 400 to 499 before the text", f.Kind, f.Status, f.Text, f.Kind)
	case f.Kind == FaultRefuse || f.Kind == FaultRefuseAfter:
		return nil
	case f.Kind == FaultReverse && (f.Delay <= 0 || f.Delay > time.Hour):
		return fmt.Errorf("fault reverse after %s\nwrite it as reverse=5s, up to 1h", f.Delay)
	case f.Kind != FaultReverse && (f.Status < 400 || f.Status > 599):
		return fmt.Errorf("fault %s with status %d\nwrite it as %s=409, 400 to 599, and a text after it if you like", f.Kind, f.Status, f.Kind)
	}
	return nil
}

// refusal is the answer of a fault that refuses in the issuer's own form. FinHub refuses under 200 with code -1, the others with a
// conflict, unless the fault says otherwise.
func (f Fault) refusal(at *site) answer {
	switch {
	case f.Kind == FaultGeneral || f.Kind == FaultGeneralAfter:
		return generalError(f.Status, f.Text)
	case f.Status != 0:
		return tooMany(at.failure(f.Status, f.Text), f)
	case at.name == IssuerFinHub:
		return jsonAnswer(http.StatusOK, encode(envelope{Code: -1, Msg: &f.Text}))
	}
	return at.failure(http.StatusConflict, f.Text)
}

// generalTexts are what FinHub's error page says of its statuses.
var generalTexts = map[int]string{
	http.StatusBadRequest:          "Invalid request parameters",
	http.StatusUnauthorized:        "Authentication required",
	http.StatusForbidden:           "Tenant access denied",
	http.StatusNotFound:            "Resource not found",
	http.StatusConflict:            "Duplicate resource, state conflict",
	http.StatusUnprocessableEntity: "Business rule violation",
	http.StatusTooManyRequests:     "Rate limit exceeded",
}

// generalError is FinHub's general error form, which has neither success nor msg (FinHub error handling page).
func generalError(status int, text string) answer {
	if text == "" {
		text = generalTexts[status]
	}
	if text == "" {
		text = http.StatusText(status)
	}
	body := map[string]any{"code": status, "message": text, "data": map[string]any{
		"error": strings.ToUpper(strings.ReplaceAll(http.StatusText(status), " ", "_")), "details": nil, "field": nil, "suggestions": []string{},
	}}
	return tooMany(jsonAnswer(status, encode(body)), Fault{Status: status})
}

// tooMany adds how long to wait to an answer with status 429.
func tooMany(out answer, f Fault) answer {
	if f.Status == http.StatusTooManyRequests {
		out.header.Set("Retry-After", strconv.Itoa(int(max(f.Delay, time.Second)/time.Second)))
	}
	return out
}

// planReversal lets an operation that succeeds be undone later: the issuer takes back what it had called done. Money that was spent
// meanwhile cannot be taken back, so then it stays.
func (b *book) planReversal(op *operation) {
	b.at(op.at.Add(2*op.step+op.reversal), func(time.Time) {
		total := op.amount.Add(op.fee)
		back := op.card.purse
		if op.kind == kindWithdraw {
			back = op.wallet.available
		}
		if op.state != opSucceeded || back.balance.LessThan(op.amount) {
			return
		}
		switch op.kind {
		case kindDeposit, kindCreate:
			b.money.move(op.card.purse, op.wallet.available, op.amount)
			b.money.move(b.money.common("fees", op.currency), op.wallet.available, total.Sub(op.amount))
			if op.kind == kindCreate {
				op.card.status = statusFail
			}
		case kindWithdraw:
			b.money.move(op.wallet.available, op.card.purse, op.amount)
		default:
			return // a change of a card cannot be told from a later one
		}
		op.state, op.reason = opFailed, "Reversed by the card network"
	})
}
