package screentest

import (
	"time"

	"cardwallet/client"
	"cardwallet/tui/screen"
)

// Code is one that arrived age ago by the issuer's clock and lives for ttl in all.
func (r *Rig) Code(id, value string, age, ttl time.Duration) client.Code {
	received := r.Env.Codes.Now("fin", time.Now()).Add(-age)
	return client.Code{
		Profile: "fin", CardID: AdsCard().ID, ID: id, Type: client.CodeOTP, Merchant: "Amazon", Amount: Usd("25"),
		Value: r.Issuer.Vault.Sealed(client.FieldCode, value), ReceivedAt: received, ExpiresAt: received.Add(ttl),
	}
}

// Taxi is a code of the other account, by that issuer's clock.
func (r *Rig) Taxi(id, value string, age, ttl time.Duration) client.Code {
	c := r.Code(id, value, 0, ttl)
	c.Profile, c.CardID, c.Merchant, c.Amount = "ads", "tx77", "City Cabs", client.Money{}
	c.ReceivedAt = r.Env.Codes.Now("ads", time.Now()).Add(-age)
	c.ExpiresAt = c.ReceivedAt.Add(ttl)
	return c
}

// Arrive puts codes into the book, as the root does.
func (r *Rig) Arrive(codes ...client.Code) {
	r.Env.Codes.Codes = append(codes, r.Env.Codes.Codes...)
	client.SortCodes(r.Env.Codes.Codes)
	r.Env.Codes.Asked["fin"] = time.Now()
	r.Take(screen.CodesMsg{})
	r.Settle()
}

// Resend puts another value in the place of one in the book, as the root does with what an issuer shows now.
func (r *Rig) Resend(c client.Code, sealed string) client.Code {
	for i := range r.Env.Codes.Codes {
		if have := &r.Env.Codes.Codes[i]; have.Key() == c.Key() {
			have.Value = client.SealedField(client.FieldCode, "sealed:"+sealed, r.Issuer.Vault)
			c = *have
		}
	}
	r.Take(screen.CodesMsg{})
	r.Settle()
	return c
}

// Audited counts the entries for the audit trail: of secrets that were shown, and of those that failed.
func Audited(r *Rig) (shown, failed int) {
	for _, m := range Got[screen.AuditMsg](r) {
		if m.Entry.Outcome == client.AuditFailed {
			failed++
		} else {
			shown++
		}
	}
	return shown, failed
}
