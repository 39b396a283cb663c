<?xml version="1.0" encoding="UTF-8"?>
<!-- The filled cells of a sheet, or the shared strings of a workbook (xlsx), as one text in which marks stand.
     The marks are private-use characters; the reader takes them out of the part beforehand.
       E003 a row begins: its number, whether it is hidden, and the place and style of each cell with a style
       E004 a cell begins: its place, its style and type as attributes, its value, its formula and whether it
            has one
       E002 the rows end: the merged areas, the hidden columns and whether there are drawings
       E005 between these
       E001 a shared string begins -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:m="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
  <xsl:output method="text" encoding="UTF-8"/>

  <xsl:template match="/m:sst">
    <xsl:for-each select="m:si">
      <xsl:text>&#xE001;</xsl:text>
      <xsl:for-each select="m:t | m:r/m:t"><xsl:value-of select="."/></xsl:for-each>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="/m:worksheet">
    <xsl:for-each select="m:sheetData/m:row">
      <xsl:value-of select="concat('&#xE003;', @r, '&#xE005;', @hidden, '&#xE005;')"/>
      <xsl:for-each select="m:c[@s]">
        <xsl:value-of select="concat(translate(@r, ' ', ''), ' ', translate(@s, ' ', ''), ' ')"/>
      </xsl:for-each>
      <!-- A cell that does not say where it is stands beside the one before it, be that empty. -->
      <xsl:variable name="every" select="boolean(m:c[not(@r)])"/>
      <xsl:for-each select="m:c[* or $every]">
        <xsl:value-of select="concat('&#xE004;', @r, '&#xE005;')"/>
        <xsl:if test="@s"><xsl:value-of select="concat(' s=&quot;', @s, '&quot;')"/></xsl:if>
        <xsl:if test="@t"><xsl:value-of select="concat(' t=&quot;', @t, '&quot;')"/></xsl:if>
        <xsl:value-of select="concat('&#xE005;', m:v)"/>
        <xsl:for-each select="m:is/m:t | m:is/m:r/m:t"><xsl:value-of select="."/></xsl:for-each>
        <xsl:value-of select="concat('&#xE005;', m:f, '&#xE005;')"/>
        <xsl:if test="m:f">1</xsl:if>
      </xsl:for-each>
    </xsl:for-each>
    <xsl:text>&#xE002;</xsl:text>
    <xsl:for-each select="m:mergeCells/m:mergeCell"><xsl:value-of select="concat(@ref, ' ')"/></xsl:for-each>
    <xsl:text>&#xE005;</xsl:text>
    <xsl:for-each select="m:cols/m:col[@hidden = '1' or @hidden = 'true']">
      <xsl:value-of select="concat(translate(@min, ' ', ''), ':', translate(@max, ' ', ''), ' ')"/>
    </xsl:for-each>
    <xsl:text>&#xE005;</xsl:text>
    <xsl:if test="m:drawing">1</xsl:if>
  </xsl:template>
  <xsl:template match="/*" priority="-1"/>
</xsl:stylesheet>
