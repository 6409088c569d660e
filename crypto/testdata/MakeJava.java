import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;

// Makes the fixtures under java/ from those under keys/: run it as "java MakeJava.java" after make.sh.
public class MakeJava {
    public static void main(String[] args) throws Exception {
        Files.createDirectories(Path.of("java"));
        String pem = Files.readString(Path.of("keys/rsa2048.pub")).replaceAll("-----[A-Z ]+-----", "");
        PublicKey key = KeyFactory.getInstance("RSA")
                .generatePublic(new X509EncodedKeySpec(Base64.getMimeDecoder().decode(pem)));
        seal(key, "rsa", "RSA");
        seal(key, "oaep-sha1", "RSA/ECB/OAEPWithSHA-1AndMGF1Padding");
        seal(key, "oaep-sha256", "RSA/ECB/OAEPWithSHA-256AndMGF1Padding");

        byte[] der = Files.readAllBytes(Path.of("keys/rsa2048-pkcs8.der"));
        write("rsa2048-pkcs8.txt", der);
        write("rsa2048-pbes2.txt", encrypt(der, "correct horse"));
    }

    static void seal(PublicKey key, String name, String transformation) throws Exception {
        Cipher cipher = Cipher.getInstance(transformation);
        cipher.init(Cipher.ENCRYPT_MODE, key);
        write("sealed-" + name + ".txt", cipher.doFinal("4111111111111111".getBytes("UTF-8")));
    }

    // Java states the key length inside the PBKDF2 parameters; openssl leaves it out.
    static byte[] encrypt(byte[] der, String passphrase) throws Exception {
        String algorithm = "PBEWithHmacSHA512AndAES_256";
        HexFormat hex = HexFormat.of();
        PBEParameterSpec spec = new PBEParameterSpec(hex.parseHex("00112233445566778899aabbccddeeff"), 10000,
                new IvParameterSpec(hex.parseHex("ffeeddccbbaa99887766554433221100")));
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(Cipher.ENCRYPT_MODE, SecretKeyFactory.getInstance(algorithm)
                .generateSecret(new PBEKeySpec(passphrase.toCharArray())), spec);
        byte[] sealed = cipher.doFinal(der);
        byte[] pbes2 = hex.parseHex("06092a864886f70d01050d");
        return tag(0x30, tag(0x30, pbes2, cipher.getParameters().getEncoded()), tag(0x04, sealed));
    }

    static byte[] tag(int tag, byte[]... parts) throws Exception {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            body.write(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (body.size() >= 256) {
            out.write(0x82);
            out.write(body.size() >> 8);
        } else if (body.size() >= 128) {
            out.write(0x81);
        }
        out.write(body.size());
        body.writeTo(out);
        return out.toByteArray();
    }

    static void write(String name, byte[] bytes) throws Exception {
        Files.writeString(Path.of("java", name), Base64.getMimeEncoder().encodeToString(bytes) + "\r\n");
    }
}
