// A worksheet of texts and numbers as an Excel file: a ZIP without compression of the five parts that Excel asks for (ECMA-376).
const asXlsx = (() => {
  const table = Uint32Array.from({ length: 256 }, (_, n) => { for (let k = 0; k < 8; k++) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1; return n; });
  const checksum = (bytes) => { let sum = ~0; for (const byte of bytes) sum = table[(sum ^ byte) & 255] ^ (sum >>> 8); return ~sum >>> 0; };
  const zip = (files) => {
    const parts = [], directory = [], encoder = new TextEncoder();
    let offset = 0, listed = 0;
    for (const [name, text] of files) {
      const path = encoder.encode(name), content = encoder.encode(text), common = new DataView(new ArrayBuffer(26));
      common.setUint16(0, 20, true); common.setUint16(2, 0x800, true); common.setUint32(6, 0x00210000, true);
      common.setUint32(10, checksum(content), true); common.setUint32(14, content.length, true); common.setUint32(18, content.length, true);
      common.setUint16(22, path.length, true);
      const local = new Uint8Array([0x50, 0x4b, 3, 4]), entry = new DataView(new ArrayBuffer(20));
      entry.setUint32(16, offset, true);
      parts.push(local, common.buffer, path, content);
      directory.push(new Uint8Array([0x50, 0x4b, 1, 2, 20, 0]), common.buffer, entry.buffer.slice(6), path);
      offset += 30 + path.length + content.length;
      listed += 46 + path.length;
    }
    const end = new DataView(new ArrayBuffer(22));
    end.setUint32(0, 0x06054b50, true); end.setUint16(8, files.length, true); end.setUint16(10, files.length, true);
    end.setUint32(12, listed, true); end.setUint32(16, offset, true);
    return new Blob([...parts, ...directory, end.buffer]);
  };
  const escaped = (text) => String(text).slice(0, 32000).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, " ").replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const packages = "http://schemas.openxmlformats.org/package/2006", media = "application/vnd.openxmlformats-officedocument.spreadsheetml";
  return (rows, name) => zip([
    ["[Content_Types].xml", `${head}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${media}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${media}.worksheet+xml"/></Types>`],
    ["_rels/.rels", `${head}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`],
    ["xl/workbook.xml", `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="${escaped(name).slice(0, 31)}" sheetId="1" r:id="rId1"/></sheets></workbook>`],
    ["xl/_rels/workbook.xml.rels", `${head}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`],
    ["xl/worksheets/sheet1.xml", `${head}<worksheet xmlns="${main}"><sheetData>${rows.map((row) => `<row>${row.map((cell) => typeof cell === "number" ? `<c><v>${cell}</v></c>` : `<c t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`).join("")}</row>`).join("")}</sheetData></worksheet>`],
  ]);
})();
