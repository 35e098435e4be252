; ModuleID = "direct"
target triple = "unknown-unknown-unknown"
target datalayout = ""

define internal void @"tile_4x1x16_0"(ptr %"a", ptr %"b", ptr %"c", i1 %"first", i64 %"tiles", i64 %"at", i64 %"bt", i64 %"ct", i64 %"n", i64 %"p", i64 %"q", i64 %"an", i64 %"ap", i64 %"aq", i64 %"bn", i64 %"bp", i64 %"bq", ptr %"cursor") noinline nounwind
{
entry:
  %"acc0_0" = alloca <16 x float>
  %"acc1_0" = alloca <16 x float>
  %"acc2_0" = alloca <16 x float>
  %"acc3_0" = alloca <16 x float>
  %entry.1 = icmp slt i64 0, %"tiles"
  %entry.2 = alloca ptr
  %entry.3 = alloca ptr
  br i1 %entry.1, label %"tile.body", label %"tile.done"
tile.body:
  %"tile" = phi  i64 [0, %"entry"], [%"tile.next", %"n.done.endif"]
  %tile.body.1 = mul i64 %"tile", %"at"
  %tile.body.2 = getelementptr i8, ptr %"a", i64 %tile.body.1
  %tile.body.3 = mul i64 %"tile", %"bt"
  %tile.body.4 = getelementptr i8, ptr %"b", i64 %tile.body.3
  %tile.body.5 = mul i64 %"tile", %"ct"
  %tile.body.6 = getelementptr i8, ptr %"c", i64 %tile.body.5
  call void @"llvm.prefetch.p0"(ptr %tile.body.6, i32 0, i32 3, i32 1)
  %tile.body.7 = getelementptr i8, ptr %tile.body.6, i64 63
  call void @"llvm.prefetch.p0"(ptr %tile.body.7, i32 0, i32 3, i32 1)
  %tile.body.8 = getelementptr i8, ptr %tile.body.6, i64 64
  call void @"llvm.prefetch.p0"(ptr %tile.body.8, i32 0, i32 3, i32 1)
  %tile.body.9 = getelementptr i8, ptr %tile.body.6, i64 127
  call void @"llvm.prefetch.p0"(ptr %tile.body.9, i32 0, i32 3, i32 1)
  %tile.body.10 = getelementptr i8, ptr %tile.body.6, i64 128
  call void @"llvm.prefetch.p0"(ptr %tile.body.10, i32 0, i32 3, i32 1)
  %tile.body.11 = getelementptr i8, ptr %tile.body.6, i64 191
  call void @"llvm.prefetch.p0"(ptr %tile.body.11, i32 0, i32 3, i32 1)
  %tile.body.12 = getelementptr i8, ptr %tile.body.6, i64 192
  call void @"llvm.prefetch.p0"(ptr %tile.body.12, i32 0, i32 3, i32 1)
  %tile.body.13 = getelementptr i8, ptr %tile.body.6, i64 255
  call void @"llvm.prefetch.p0"(ptr %tile.body.13, i32 0, i32 3, i32 1)
  %tile.body.14 = load ptr, ptr %"cursor", align 1
  %tile.body.15 = getelementptr i8, ptr %"cursor", i64 8
  %tile.body.16 = load i64, ptr %tile.body.15, align 1
  %tile.body.17 = getelementptr i8, ptr %"cursor", i64 16
  %tile.body.18 = load i64, ptr %tile.body.17, align 1
  %tile.body.19 = getelementptr i8, ptr %tile.body.14, i64 8
  %tile.body.20 = load i64, ptr %tile.body.19, align 1
  %tile.body.21 = getelementptr i8, ptr %tile.body.14, i64 72
  %tile.body.22 = load i64, ptr %tile.body.21, align 1
  %tile.body.23 = add i64 %tile.body.16, 1
  %tile.body.24 = icmp slt i64 %tile.body.20, %tile.body.23
  %tile.body.25 = icmp slt i64 0, %tile.body.22
  %tile.body.26 = and i1 %tile.body.24, %tile.body.25
  %tile.body.27 = select  i1 %tile.body.26, i64 %tile.body.22, i64 0
  %tile.body.28 = getelementptr i8, ptr %tile.body.14, i64 %tile.body.27
  %tile.body.29 = select  i1 %tile.body.26, i64 0, i64 %tile.body.16
  %tile.body.30 = select  i1 %tile.body.26, i64 0, i64 %tile.body.18
  %tile.body.31 = load ptr, ptr %tile.body.28, align 1
  %tile.body.32 = getelementptr i8, ptr %tile.body.28, i64 8
  %tile.body.33 = load i64, ptr %tile.body.32, align 1
  %tile.body.34 = getelementptr i8, ptr %tile.body.28, i64 16
  %tile.body.35 = load i64, ptr %tile.body.34, align 1
  %tile.body.36 = getelementptr i8, ptr %tile.body.28, i64 24
  %tile.body.37 = load i64, ptr %tile.body.36, align 1
  %tile.body.38 = getelementptr i8, ptr %tile.body.28, i64 32
  %tile.body.39 = load i64, ptr %tile.body.38, align 1
  %tile.body.40 = getelementptr i8, ptr %tile.body.28, i64 40
  %tile.body.41 = load i64, ptr %tile.body.40, align 1
  %tile.body.42 = getelementptr i8, ptr %tile.body.28, i64 48
  %tile.body.43 = load i64, ptr %tile.body.42, align 1
  %tile.body.44 = getelementptr i8, ptr %tile.body.28, i64 56
  %tile.body.45 = load i64, ptr %tile.body.44, align 1
  %tile.body.46 = getelementptr i8, ptr %tile.body.28, i64 64
  %tile.body.47 = load i64, ptr %tile.body.46, align 1
  %tile.body.48 = getelementptr i8, ptr %tile.body.28, i64 72
  %tile.body.49 = load i64, ptr %tile.body.48, align 1
  %tile.body.50 = mul i64 %tile.body.30, %tile.body.37
  %tile.body.51 = sub i64 %tile.body.39, %tile.body.50
  %tile.body.52 = icmp slt i64 %tile.body.37, %tile.body.51
  %tile.body.53 = select  i1 %tile.body.52, i64 %tile.body.37, i64 %tile.body.51
  %tile.body.54 = icmp slt i64 %tile.body.29, %tile.body.33
  %tile.body.55 = select  i1 %tile.body.54, i64 %tile.body.53, i64 0
  %tile.body.56 = mul i64 %tile.body.29, %tile.body.43
  %tile.body.57 = mul i64 %tile.body.50, %tile.body.41
  %tile.body.58 = add i64 %tile.body.56, %tile.body.57
  %tile.body.59 = getelementptr i8, ptr %tile.body.31, i64 %tile.body.58
  %tile.body.60 = add i64 %tile.body.30, 1
  %tile.body.61 = icmp eq i64 %tile.body.60, %tile.body.35
  %tile.body.62 = zext i1 %tile.body.61 to i64
  %tile.body.63 = add i64 %tile.body.29, %tile.body.62
  %tile.body.64 = select  i1 %tile.body.61, i64 0, i64 %tile.body.60
  store ptr %tile.body.28, ptr %"cursor", align 1
  %tile.body.65 = getelementptr i8, ptr %"cursor", i64 8
  store i64 %tile.body.63, ptr %tile.body.65, align 1
  %tile.body.66 = getelementptr i8, ptr %"cursor", i64 16
  store i64 %tile.body.64, ptr %tile.body.66, align 1
  store <16 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, <16 x float>* %"acc0_0"
  store <16 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, <16 x float>* %"acc1_0"
  store <16 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, <16 x float>* %"acc2_0"
  store <16 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, <16 x float>* %"acc3_0"
  %tile.body.67 = icmp slt i64 0, %"n"
  br i1 %tile.body.67, label %"n.body", label %"n.done"
tile.done:
  ret void
n.body:
  %"n.1" = phi  i64 [0, %"tile.body"], [%"n.next", %"p.done"]
  %n.body.1 = icmp slt i64 0, %"p"
  br i1 %n.body.1, label %"p.body", label %"p.done"
n.done:
  br i1 %"first", label %"n.done.if", label %"n.done.else"
p.body:
  %"p.1" = phi  i64 [0, %"n.body"], [%"p.next", %"q.done"]
  %p.body.1 = mul i64 %"n.1", %tile.body.47
  %p.body.2 = mul i64 %"p.1", %tile.body.45
  %p.body.3 = add i64 %p.body.1, %p.body.2
  %p.body.4 = getelementptr i8, ptr %tile.body.59, i64 %p.body.3
  %p.body.5 = icmp slt i64 0, %tile.body.55
  br i1 %p.body.5, label %"line.body", label %"line.done"
p.done:
  %"n.next" = add i64 %"n.1", 1
  %p.done.1 = icmp slt i64 %"n.next", %"n"
  br i1 %p.done.1, label %"n.body", label %"n.done"
line.body:
  %"line" = phi  i64 [0, %"p.body"], [%"line.next", %"line.body"]
  %line.body.1 = mul i64 %"line", %tile.body.41
  %line.body.2 = getelementptr i8, ptr %p.body.4, i64 %line.body.1
  call void @"llvm.prefetch.p0"(ptr %line.body.2, i32 0, i32 2, i32 1)
  %"line.next" = add i64 %"line", 1
  %line.body.3 = icmp slt i64 %"line.next", %tile.body.55
  br i1 %line.body.3, label %"line.body", label %"line.done"
line.done:
  %line.done.1 = mul i64 %"n.1", %"an"
  %line.done.2 = mul i64 %"p.1", %"ap"
  %line.done.3 = add i64 %line.done.1, %line.done.2
  %line.done.4 = getelementptr i8, ptr %tile.body.2, i64 %line.done.3
  store ptr %line.done.4, ptr %entry.2
  %line.done.5 = mul i64 %"n.1", %"bn"
  %line.done.6 = mul i64 %"p.1", %"bp"
  %line.done.7 = add i64 %line.done.5, %line.done.6
  %line.done.8 = getelementptr i8, ptr %tile.body.4, i64 %line.done.7
  store ptr %line.done.8, ptr %entry.3
  %line.done.9 = icmp slt i64 0, %"q"
  br i1 %line.done.9, label %"q.body", label %"q.done"
q.body:
  %"q.1" = phi  i64 [0, %"line.done"], [%"q.next", %"q.body"]
  %q.body.1 = load ptr, ptr %entry.2
  %q.body.2 = load ptr, ptr %entry.3
  %q.body.3 = load ptr, ptr %entry.3
  %q.body.4 = load <16 x i32>, ptr %q.body.2, align 1
  %q.body.5 = load i32, ptr %q.body.1, align 1
  %q.body.6 = insertelement <16 x i32> <i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef>, i32 %q.body.5, i32 0
  %q.body.7 = shufflevector <16 x i32> %q.body.6, <16 x i32> %q.body.6, <16 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %q.body.8 = load <16 x float>, <16 x float>* %"acc0_0"
  %q.body.9 = bitcast <16 x i32> %q.body.4 to <32 x bfloat>
  %q.body.10 = bitcast <16 x i32> %q.body.7 to <32 x bfloat>
  %q.body.11 = call <16 x float> @"llvm.x86.avx512bf16.dpbf16ps.512"(<16 x float> %q.body.8, <32 x bfloat> %q.body.9, <32 x bfloat> %q.body.10)
  store <16 x float> %q.body.11, <16 x float>* %"acc0_0"
  %q.body.12 = getelementptr i8, ptr %q.body.1, i64 4
  %q.body.13 = load i32, ptr %q.body.12, align 1
  %q.body.14 = insertelement <16 x i32> <i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef>, i32 %q.body.13, i32 0
  %q.body.15 = shufflevector <16 x i32> %q.body.14, <16 x i32> %q.body.14, <16 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %q.body.16 = load <16 x float>, <16 x float>* %"acc1_0"
  %q.body.17 = bitcast <16 x i32> %q.body.4 to <32 x bfloat>
  %q.body.18 = bitcast <16 x i32> %q.body.15 to <32 x bfloat>
  %q.body.19 = call <16 x float> @"llvm.x86.avx512bf16.dpbf16ps.512"(<16 x float> %q.body.16, <32 x bfloat> %q.body.17, <32 x bfloat> %q.body.18)
  store <16 x float> %q.body.19, <16 x float>* %"acc1_0"
  %q.body.20 = getelementptr i8, ptr %q.body.1, i64 8
  %q.body.21 = load i32, ptr %q.body.20, align 1
  %q.body.22 = insertelement <16 x i32> <i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef>, i32 %q.body.21, i32 0
  %q.body.23 = shufflevector <16 x i32> %q.body.22, <16 x i32> %q.body.22, <16 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %q.body.24 = load <16 x float>, <16 x float>* %"acc2_0"
  %q.body.25 = bitcast <16 x i32> %q.body.4 to <32 x bfloat>
  %q.body.26 = bitcast <16 x i32> %q.body.23 to <32 x bfloat>
  %q.body.27 = call <16 x float> @"llvm.x86.avx512bf16.dpbf16ps.512"(<16 x float> %q.body.24, <32 x bfloat> %q.body.25, <32 x bfloat> %q.body.26)
  store <16 x float> %q.body.27, <16 x float>* %"acc2_0"
  %q.body.28 = getelementptr i8, ptr %q.body.1, i64 12
  %q.body.29 = load i32, ptr %q.body.28, align 1
  %q.body.30 = insertelement <16 x i32> <i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef>, i32 %q.body.29, i32 0
  %q.body.31 = shufflevector <16 x i32> %q.body.30, <16 x i32> %q.body.30, <16 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %q.body.32 = load <16 x float>, <16 x float>* %"acc3_0"
  %q.body.33 = bitcast <16 x i32> %q.body.4 to <32 x bfloat>
  %q.body.34 = bitcast <16 x i32> %q.body.31 to <32 x bfloat>
  %q.body.35 = call <16 x float> @"llvm.x86.avx512bf16.dpbf16ps.512"(<16 x float> %q.body.32, <32 x bfloat> %q.body.33, <32 x bfloat> %q.body.34)
  store <16 x float> %q.body.35, <16 x float>* %"acc3_0"
  %q.body.36 = getelementptr i8, ptr %q.body.1, i64 %"aq"
  store ptr %q.body.36, ptr %entry.2
  %q.body.37 = getelementptr i8, ptr %q.body.2, i64 %"bq"
  store ptr %q.body.37, ptr %entry.3
  %"q.next" = add i64 %"q.1", 1
  %q.body.38 = icmp slt i64 %"q.next", %"q"
  br i1 %q.body.38, label %"q.body", label %"q.done"
q.done:
  %"p.next" = add i64 %"p.1", 1
  %q.done.1 = icmp slt i64 %"p.next", %"p"
  br i1 %q.done.1, label %"p.body", label %"p.done"
n.done.if:
  %n.done.if.1 = load <16 x float>, <16 x float>* %"acc0_0"
  store <16 x float> %n.done.if.1, ptr %tile.body.6, align 1
  %n.done.if.2 = load <16 x float>, <16 x float>* %"acc1_0"
  %n.done.if.3 = getelementptr i8, ptr %tile.body.6, i64 64
  store <16 x float> %n.done.if.2, ptr %n.done.if.3, align 1
  %n.done.if.4 = load <16 x float>, <16 x float>* %"acc2_0"
  %n.done.if.5 = getelementptr i8, ptr %tile.body.6, i64 128
  store <16 x float> %n.done.if.4, ptr %n.done.if.5, align 1
  %n.done.if.6 = load <16 x float>, <16 x float>* %"acc3_0"
  %n.done.if.7 = getelementptr i8, ptr %tile.body.6, i64 192
  store <16 x float> %n.done.if.6, ptr %n.done.if.7, align 1
  br label %"n.done.endif"
n.done.else:
  %n.done.else.1 = load <16 x float>, <16 x float>* %"acc0_0"
  %n.done.else.2 = load <16 x float>, ptr %tile.body.6, align 1
  %n.done.else.3 = fadd <16 x float> %n.done.else.2, %n.done.else.1
  store <16 x float> %n.done.else.3, ptr %tile.body.6, align 1
  %n.done.else.4 = load <16 x float>, <16 x float>* %"acc1_0"
  %n.done.else.5 = getelementptr i8, ptr %tile.body.6, i64 64
  %n.done.else.6 = load <16 x float>, ptr %n.done.else.5, align 1
  %n.done.else.7 = fadd <16 x float> %n.done.else.6, %n.done.else.4
  %n.done.else.8 = getelementptr i8, ptr %tile.body.6, i64 64
  store <16 x float> %n.done.else.7, ptr %n.done.else.8, align 1
  %n.done.else.9 = load <16 x float>, <16 x float>* %"acc2_0"
  %n.done.else.10 = getelementptr i8, ptr %tile.body.6, i64 128
  %n.done.else.11 = load <16 x float>, ptr %n.done.else.10, align 1
  %n.done.else.12 = fadd <16 x float> %n.done.else.11, %n.done.else.9
  %n.done.else.13 = getelementptr i8, ptr %tile.body.6, i64 128
  store <16 x float> %n.done.else.12, ptr %n.done.else.13, align 1
  %n.done.else.14 = load <16 x float>, <16 x float>* %"acc3_0"
  %n.done.else.15 = getelementptr i8, ptr %tile.body.6, i64 192
  %n.done.else.16 = load <16 x float>, ptr %n.done.else.15, align 1
  %n.done.else.17 = fadd <16 x float> %n.done.else.16, %n.done.else.14
  %n.done.else.18 = getelementptr i8, ptr %tile.body.6, i64 192
  store <16 x float> %n.done.else.17, ptr %n.done.else.18, align 1
  br label %"n.done.endif"
n.done.endif:
  %"tile.next" = add i64 %"tile", 1
  %n.done.endif.1 = icmp slt i64 %"tile.next", %"tiles"
  br i1 %n.done.endif.1, label %"tile.body", label %"tile.done"
}

declare void @"llvm.prefetch.p0"(ptr %.1, i32 %.2, i32 %.3, i32 %.4)

declare <16 x float> @"llvm.x86.avx512bf16.dpbf16ps.512"(<16 x float> %.1, <32 x bfloat> %.2, <32 x bfloat> %.3)

define internal void @"pack_x_0"(ptr %"source", ptr %"panel", i64 %"n", i64 %"h0", i64 %"h1", i64 %"w0", i64 %"w1", i64 %"tiles", i64 %"sn", i64 %"sh", i64 %"sw", i64 %"sc", i64 %"apart", i64 %"first0", i64 %"first1", i64 %"n2", i64 %"second0", i64 %"second1") noinline nounwind
{
entry:
  %entry.1 = icmp slt i64 0, %"n"
  %entry.2 = alloca ptr
  %entry.3 = alloca ptr
  br i1 %entry.1, label %"n.body", label %"n.done"
n.body:
  %"n.1" = phi  i64 [0, %"entry"], [%"n.next", %"h.done"]
  %n.body.1 = icmp slt i64 %"h0", %"h1"
  br i1 %n.body.1, label %"h.body", label %"h.done"
n.done:
  ret void
h.body:
  %"h" = phi  i64 [%"h0", %"n.body"], [%"h.next", %"strip.done"]
  %h.body.1 = mul i64 %"n.1", %"sn"
  %h.body.2 = mul i64 %"h", %"sh"
  %h.body.3 = add i64 %h.body.1, %h.body.2
  %h.body.4 = getelementptr i8, ptr %"source", i64 %h.body.3
  %h.body.5 = icmp slt i64 %"h", %"first0"
  %h.body.6 = xor i1 %h.body.5, -1
  %h.body.7 = icmp slt i64 %"h", %"first1"
  %h.body.8 = and i1 %h.body.6, %h.body.7
  %h.body.9 = icmp slt i64 %"n.1", %"n2"
  %h.body.10 = icmp slt i64 %"h", %"second0"
  %h.body.11 = xor i1 %h.body.10, -1
  %h.body.12 = icmp slt i64 %"h", %"second1"
  %h.body.13 = and i1 %h.body.11, %h.body.12
  %h.body.14 = and i1 %h.body.9, %h.body.13
  %h.body.15 = select  i1 %h.body.8, i32 65535, i32 0
  %h.body.16 = select  i1 %h.body.14, i32 4294901760, i32 0
  %h.body.17 = or i32 %h.body.15, %h.body.16
  %h.body.18 = select  i1 %h.body.8, i64 0, i64 %"apart"
  %h.body.19 = getelementptr i8, ptr %h.body.4, i64 %h.body.18
  %h.body.20 = and i1 %h.body.8, %h.body.14
  %h.body.21 = select  i1 %h.body.20, i64 %"apart", i64 0
  %h.body.22 = mul i64 %"n.1", 2
  %h.body.23 = add i64 %h.body.22, %"h"
  %h.body.24 = mul i64 %h.body.23, 48
  %h.body.25 = getelementptr i8, ptr %"panel", i64 %h.body.24
  %h.body.26 = icmp slt i64 %"w0", %"w1"
  br i1 %h.body.26, label %"strip.body", label %"strip.done"
h.done:
  %"n.next" = add i64 %"n.1", 1
  %h.done.1 = icmp slt i64 %"n.next", %"n"
  br i1 %h.done.1, label %"n.body", label %"n.done"
strip.body:
  %"strip" = phi  i64 [%"w0", %"h.body"], [%"strip.next", %"tile.done"]
  %strip.body.1 = add i64 %"strip", 8
  %strip.body.2 = icmp slt i64 %"w1", %strip.body.1
  %strip.body.3 = select  i1 %strip.body.2, i64 %"w1", i64 %strip.body.1
  %strip.body.4 = icmp slt i64 0, %"tiles"
  br i1 %strip.body.4, label %"tile.body", label %"tile.done"
strip.done:
  %"h.next" = add i64 %"h", 1
  %strip.done.1 = icmp slt i64 %"h.next", %"h1"
  br i1 %strip.done.1, label %"h.body", label %"h.done"
tile.body:
  %"tile" = phi  i64 [0, %"strip.body"], [%"tile.next", %"w.done"]
  %tile.body.1 = mul i64 %"tile", 8
  %tile.body.2 = mul i64 %"strip", %"sw"
  %tile.body.3 = add i64 %tile.body.1, %tile.body.2
  %tile.body.4 = getelementptr i8, ptr %h.body.19, i64 %tile.body.3
  store ptr %tile.body.4, ptr %entry.2
  %tile.body.5 = mul i64 %"tile", 192
  %tile.body.6 = mul i64 %"strip", 16
  %tile.body.7 = add i64 %tile.body.5, %tile.body.6
  %tile.body.8 = getelementptr i8, ptr %h.body.25, i64 %tile.body.7
  store ptr %tile.body.8, ptr %entry.3
  %tile.body.9 = icmp slt i64 %"strip", %strip.body.3
  br i1 %tile.body.9, label %"w.body", label %"w.done"
tile.done:
  %"strip.next" = add i64 %"strip", 8
  %tile.done.1 = icmp slt i64 %"strip.next", %"w1"
  br i1 %tile.done.1, label %"strip.body", label %"strip.done"
w.body:
  %"w" = phi  i64 [%"strip", %"tile.body"], [%"w.next", %"w.body"]
  %w.body.1 = load ptr, ptr %entry.2
  %w.body.2 = load ptr, ptr %entry.3
  %w.body.3 = load <4 x i16>, ptr %w.body.1, align 1
  %w.body.4 = getelementptr i8, ptr %w.body.1, i64 %h.body.21
  %w.body.5 = load <4 x i16>, ptr %w.body.4, align 1
  %w.body.6 = insertelement <4 x i32> <i32 undef, i32 undef, i32 undef, i32 undef>, i32 %h.body.17, i32 0
  %w.body.7 = shufflevector <4 x i32> %w.body.6, <4 x i32> %w.body.6, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %w.body.8 = zext <4 x i16> %w.body.5 to <4 x i32>
  %w.body.9 = shl <4 x i32> %w.body.8, <i32 16, i32 16, i32 16, i32 16>
  %w.body.10 = zext <4 x i16> %w.body.3 to <4 x i32>
  %w.body.11 = or <4 x i32> %w.body.10, %w.body.9
  %w.body.12 = and <4 x i32> %w.body.11, %w.body.7
  store <4 x i32> %w.body.12, ptr %w.body.2, align 1
  %w.body.13 = getelementptr i8, ptr %w.body.1, i64 %"sw"
  store ptr %w.body.13, ptr %entry.2
  %w.body.14 = getelementptr i8, ptr %w.body.2, i64 16
  store ptr %w.body.14, ptr %entry.3
  %"w.next" = add i64 %"w", 1
  %w.body.15 = icmp slt i64 %"w.next", %strip.body.3
  br i1 %w.body.15, label %"w.body", label %"w.done"
w.done:
  %"tile.next" = add i64 %"tile", 1
  %w.done.1 = icmp slt i64 %"tile.next", %"tiles"
  br i1 %w.done.1, label %"tile.body", label %"tile.done"
}

define internal void @"pack_dy_0"(ptr %"source", ptr %"panel", i64 %"n", i64 %"h0", i64 %"h1", i64 %"w0", i64 %"w1", i64 %"tiles", i64 %"sn", i64 %"sh", i64 %"sw", i64 %"sc", i64 %"apart", i64 %"first0", i64 %"first1", i64 %"n2", i64 %"second0", i64 %"second1") noinline nounwind
{
entry:
  %entry.1 = icmp slt i64 0, %"n"
  %entry.2 = alloca ptr
  %entry.3 = alloca ptr
  br i1 %entry.1, label %"n.body", label %"n.done"
n.body:
  %"n.1" = phi  i64 [0, %"entry"], [%"n.next", %"h.done"]
  %n.body.1 = icmp slt i64 %"h0", %"h1"
  br i1 %n.body.1, label %"h.body", label %"h.done"
n.done:
  ret void
h.body:
  %"h" = phi  i64 [%"h0", %"n.body"], [%"h.next", %"strip.done"]
  %h.body.1 = mul i64 %"n.1", %"sn"
  %h.body.2 = mul i64 %"h", %"sh"
  %h.body.3 = add i64 %h.body.1, %h.body.2
  %h.body.4 = getelementptr i8, ptr %"source", i64 %h.body.3
  %h.body.5 = icmp slt i64 %"h", %"first0"
  %h.body.6 = xor i1 %h.body.5, -1
  %h.body.7 = icmp slt i64 %"h", %"first1"
  %h.body.8 = and i1 %h.body.6, %h.body.7
  %h.body.9 = icmp slt i64 %"n.1", %"n2"
  %h.body.10 = icmp slt i64 %"h", %"second0"
  %h.body.11 = xor i1 %h.body.10, -1
  %h.body.12 = icmp slt i64 %"h", %"second1"
  %h.body.13 = and i1 %h.body.11, %h.body.12
  %h.body.14 = and i1 %h.body.9, %h.body.13
  %h.body.15 = select  i1 %h.body.8, i32 65535, i32 0
  %h.body.16 = select  i1 %h.body.14, i32 4294901760, i32 0
  %h.body.17 = or i32 %h.body.15, %h.body.16
  %h.body.18 = select  i1 %h.body.8, i64 0, i64 %"apart"
  %h.body.19 = getelementptr i8, ptr %h.body.4, i64 %h.body.18
  %h.body.20 = and i1 %h.body.8, %h.body.14
  %h.body.21 = select  i1 %h.body.20, i64 %"apart", i64 0
  %h.body.22 = mul i64 %"n.1", 2
  %h.body.23 = add i64 %h.body.22, %"h"
  %h.body.24 = mul i64 %h.body.23, 192
  %h.body.25 = getelementptr i8, ptr %"panel", i64 %h.body.24
  %h.body.26 = icmp slt i64 %"w0", %"w1"
  br i1 %h.body.26, label %"strip.body", label %"strip.done"
h.done:
  %"n.next" = add i64 %"n.1", 1
  %h.done.1 = icmp slt i64 %"n.next", %"n"
  br i1 %h.done.1, label %"n.body", label %"n.done"
strip.body:
  %"strip" = phi  i64 [%"w0", %"h.body"], [%"strip.next", %"tile.done"]
  %strip.body.1 = add i64 %"strip", 8
  %strip.body.2 = icmp slt i64 %"w1", %strip.body.1
  %strip.body.3 = select  i1 %strip.body.2, i64 %"w1", i64 %strip.body.1
  %strip.body.4 = icmp slt i64 0, %"tiles"
  br i1 %strip.body.4, label %"tile.body", label %"tile.done"
strip.done:
  %"h.next" = add i64 %"h", 1
  %strip.done.1 = icmp slt i64 %"h.next", %"h1"
  br i1 %strip.done.1, label %"h.body", label %"h.done"
tile.body:
  %"tile" = phi  i64 [0, %"strip.body"], [%"tile.next", %"w.done"]
  %tile.body.1 = mul i64 %"tile", 32
  %tile.body.2 = mul i64 %"strip", %"sw"
  %tile.body.3 = add i64 %tile.body.1, %tile.body.2
  %tile.body.4 = getelementptr i8, ptr %h.body.19, i64 %tile.body.3
  store ptr %tile.body.4, ptr %entry.2
  %tile.body.5 = mul i64 %"tile", 448
  %tile.body.6 = mul i64 %"strip", 64
  %tile.body.7 = add i64 %tile.body.5, %tile.body.6
  %tile.body.8 = getelementptr i8, ptr %h.body.25, i64 %tile.body.7
  store ptr %tile.body.8, ptr %entry.3
  %tile.body.9 = icmp slt i64 %"strip", %strip.body.3
  br i1 %tile.body.9, label %"w.body", label %"w.done"
tile.done:
  %"strip.next" = add i64 %"strip", 8
  %tile.done.1 = icmp slt i64 %"strip.next", %"w1"
  br i1 %tile.done.1, label %"strip.body", label %"strip.done"
w.body:
  %"w" = phi  i64 [%"strip", %"tile.body"], [%"w.next", %"w.body"]
  %w.body.1 = load ptr, ptr %entry.2
  %w.body.2 = load ptr, ptr %entry.3
  %w.body.3 = load <16 x i16>, ptr %w.body.1, align 1
  %w.body.4 = getelementptr i8, ptr %w.body.1, i64 %h.body.21
  %w.body.5 = load <16 x i16>, ptr %w.body.4, align 1
  %w.body.6 = insertelement <16 x i32> <i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef, i32 undef>, i32 %h.body.17, i32 0
  %w.body.7 = shufflevector <16 x i32> %w.body.6, <16 x i32> %w.body.6, <16 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %w.body.8 = zext <16 x i16> %w.body.5 to <16 x i32>
  %w.body.9 = shl <16 x i32> %w.body.8, <i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16>
  %w.body.10 = zext <16 x i16> %w.body.3 to <16 x i32>
  %w.body.11 = or <16 x i32> %w.body.10, %w.body.9
  %w.body.12 = and <16 x i32> %w.body.11, %w.body.7
  store <16 x i32> %w.body.12, ptr %w.body.2, align 1
  %w.body.13 = getelementptr i8, ptr %w.body.1, i64 %"sw"
  store ptr %w.body.13, ptr %entry.2
  %w.body.14 = getelementptr i8, ptr %w.body.2, i64 64
  store ptr %w.body.14, ptr %entry.3
  %"w.next" = add i64 %"w", 1
  %w.body.15 = icmp slt i64 %"w.next", %strip.body.3
  br i1 %w.body.15, label %"w.body", label %"w.done"
w.done:
  %"tile.next" = add i64 %"tile", 1
  %w.done.1 = icmp slt i64 %"tile.next", %"tiles"
  br i1 %w.done.1, label %"tile.body", label %"tile.done"
}

define void @"main"(ptr %"args", i64 %"task", i64 %"slot") nounwind
{
entry:
  %"x" = load ptr, ptr %"args", align 1
  %entry.1 = getelementptr i8, ptr %"args", i64 8
  %"dy" = load ptr, ptr %entry.1, align 1
  %entry.2 = getelementptr i8, ptr %"args", i64 16
  %"out" = load ptr, ptr %entry.2, align 1
  %entry.3 = getelementptr i8, ptr %"args", i64 24
  %"partial" = load ptr, ptr %entry.3, align 1
  %entry.4 = getelementptr i8, ptr %"args", i64 32
  %"panels" = load ptr, ptr %entry.4, align 1
  %entry.5 = getelementptr i8, ptr %"args", i64 40
  %"xn" = load i64, ptr %entry.5, align 1
  %entry.6 = getelementptr i8, ptr %"args", i64 48
  %"xh" = load i64, ptr %entry.6, align 1
  %entry.7 = getelementptr i8, ptr %"args", i64 56
  %"xw" = load i64, ptr %entry.7, align 1
  %entry.8 = getelementptr i8, ptr %"args", i64 64
  %"xc" = load i64, ptr %entry.8, align 1
  %entry.9 = getelementptr i8, ptr %"args", i64 72
  %"dyn" = load i64, ptr %entry.9, align 1
  %entry.10 = getelementptr i8, ptr %"args", i64 80
  %"dyp" = load i64, ptr %entry.10, align 1
  %entry.11 = getelementptr i8, ptr %"args", i64 88
  %"dyq" = load i64, ptr %entry.11, align 1
  %entry.12 = getelementptr i8, ptr %"args", i64 96
  %"dyk" = load i64, ptr %entry.12, align 1
  %entry.13 = getelementptr i8, ptr %"args", i64 104
  %"old" = load ptr, ptr %entry.13, align 1
  %entry.14 = getelementptr i8, ptr %"args", i64 112
  %"panel_bytes" = load i64, ptr %entry.14, align 1
  %entry.15 = sub i64 0, %"xh"
  %entry.16 = getelementptr i8, ptr %"x", i64 %entry.15
  %entry.17 = mul i64 %"dyp", 2
  %entry.18 = mul i64 %"task", 256
  %entry.19 = getelementptr i8, ptr %"partial", i64 %entry.18
  %entry.20 = mul i64 %"slot", %"panel_bytes"
  %entry.21 = getelementptr i8, ptr %"panels", i64 %entry.20
  %entry.22 = getelementptr i8, ptr %entry.21, i64 192
  %entry.23 = icmp eq i64 0, 0
  %entry.24 = icmp eq i64 1, 1
  %entry.25 = add i64 %"xn", %"xh"
  %entry.26 = getelementptr i8, ptr %entry.16, i64 %entry.25
  %entry.27 = mul i64 2, %"xh"
  %entry.28 = mul i64 %"xw", 2
  %entry.29 = getelementptr i8, ptr %entry.26, i64 %"xh"
  %entry.30 = getelementptr i8, ptr %"dy", i64 %"dyn"
  %entry.31 = getelementptr i8, ptr %entry.30, i64 %"dyp"
  %"cursor" = alloca [43 x i64]
  %entry.32 = ptrtoint [43 x i64]* %"cursor" to i64
  %entry.33 = inttoptr i64 %entry.32 to ptr
  %entry.34 = getelementptr i8, ptr %entry.33, i64 24
  store ptr %entry.34, ptr %entry.33, align 1
  %entry.35 = getelementptr i8, ptr %entry.33, i64 8
  store i64 0, ptr %entry.35, align 1
  %entry.36 = getelementptr i8, ptr %entry.33, i64 16
  store i64 0, ptr %entry.36, align 1
  %entry.37 = select  i1 %entry.24, i64 0, i64 1
  store ptr %entry.26, ptr %entry.34, align 1
  %entry.38 = getelementptr i8, ptr %entry.34, i64 8
  store i64 %entry.37, ptr %entry.38, align 1
  %entry.39 = getelementptr i8, ptr %entry.34, i64 16
  store i64 1, ptr %entry.39, align 1
  %entry.40 = getelementptr i8, ptr %entry.34, i64 24
  store i64 3, ptr %entry.40, align 1
  %entry.41 = getelementptr i8, ptr %entry.34, i64 32
  store i64 3, ptr %entry.41, align 1
  %entry.42 = getelementptr i8, ptr %entry.34, i64 40
  store i64 %entry.28, ptr %entry.42, align 1
  %entry.43 = getelementptr i8, ptr %entry.34, i64 48
  store i64 64, ptr %entry.43, align 1
  %entry.44 = getelementptr i8, ptr %entry.34, i64 56
  store i64 %entry.27, ptr %entry.44, align 1
  %entry.45 = getelementptr i8, ptr %entry.34, i64 64
  store i64 %"xn", ptr %entry.45, align 1
  %entry.46 = getelementptr i8, ptr %entry.34, i64 72
  store i64 80, ptr %entry.46, align 1
  %entry.47 = getelementptr i8, ptr %entry.34, i64 80
  %entry.48 = select  i1 %entry.24, i64 0, i64 1
  store ptr %entry.29, ptr %entry.47, align 1
  %entry.49 = getelementptr i8, ptr %entry.47, i64 8
  store i64 %entry.48, ptr %entry.49, align 1
  %entry.50 = getelementptr i8, ptr %entry.47, i64 16
  store i64 1, ptr %entry.50, align 1
  %entry.51 = getelementptr i8, ptr %entry.47, i64 24
  store i64 3, ptr %entry.51, align 1
  %entry.52 = getelementptr i8, ptr %entry.47, i64 32
  store i64 3, ptr %entry.52, align 1
  %entry.53 = getelementptr i8, ptr %entry.47, i64 40
  store i64 %entry.28, ptr %entry.53, align 1
  %entry.54 = getelementptr i8, ptr %entry.47, i64 48
  store i64 64, ptr %entry.54, align 1
  %entry.55 = getelementptr i8, ptr %entry.47, i64 56
  store i64 %entry.27, ptr %entry.55, align 1
  %entry.56 = getelementptr i8, ptr %entry.47, i64 64
  store i64 %"xn", ptr %entry.56, align 1
  %entry.57 = getelementptr i8, ptr %entry.47, i64 72
  store i64 80, ptr %entry.57, align 1
  %entry.58 = getelementptr i8, ptr %entry.34, i64 160
  %entry.59 = select  i1 %entry.24, i64 0, i64 1
  store ptr %entry.30, ptr %entry.58, align 1
  %entry.60 = getelementptr i8, ptr %entry.58, i64 8
  store i64 %entry.59, ptr %entry.60, align 1
  %entry.61 = getelementptr i8, ptr %entry.58, i64 16
  store i64 1, ptr %entry.61, align 1
  %entry.62 = getelementptr i8, ptr %entry.58, i64 24
  store i64 3, ptr %entry.62, align 1
  %entry.63 = getelementptr i8, ptr %entry.58, i64 32
  store i64 3, ptr %entry.63, align 1
  %entry.64 = getelementptr i8, ptr %entry.58, i64 40
  store i64 64, ptr %entry.64, align 1
  %entry.65 = getelementptr i8, ptr %entry.58, i64 48
  store i64 0, ptr %entry.65, align 1
  %entry.66 = getelementptr i8, ptr %entry.58, i64 56
  store i64 %entry.17, ptr %entry.66, align 1
  %entry.67 = getelementptr i8, ptr %entry.58, i64 64
  store i64 %"dyn", ptr %entry.67, align 1
  %entry.68 = getelementptr i8, ptr %entry.58, i64 72
  store i64 80, ptr %entry.68, align 1
  %entry.69 = getelementptr i8, ptr %entry.34, i64 240
  %entry.70 = select  i1 %entry.24, i64 0, i64 1
  store ptr %entry.31, ptr %entry.69, align 1
  %entry.71 = getelementptr i8, ptr %entry.69, i64 8
  store i64 %entry.70, ptr %entry.71, align 1
  %entry.72 = getelementptr i8, ptr %entry.69, i64 16
  store i64 1, ptr %entry.72, align 1
  %entry.73 = getelementptr i8, ptr %entry.69, i64 24
  store i64 3, ptr %entry.73, align 1
  %entry.74 = getelementptr i8, ptr %entry.69, i64 32
  store i64 3, ptr %entry.74, align 1
  %entry.75 = getelementptr i8, ptr %entry.69, i64 40
  store i64 64, ptr %entry.75, align 1
  %entry.76 = getelementptr i8, ptr %entry.69, i64 48
  store i64 0, ptr %entry.76, align 1
  %entry.77 = getelementptr i8, ptr %entry.69, i64 56
  store i64 %entry.17, ptr %entry.77, align 1
  %entry.78 = getelementptr i8, ptr %entry.69, i64 64
  store i64 %"dyn", ptr %entry.78, align 1
  %entry.79 = getelementptr i8, ptr %entry.69, i64 72
  store i64 0, ptr %entry.79, align 1
  %entry.80 = mul i64 %"xh", 2
  %entry.81 = mul i64 %"xw", 2
  %entry.82 = getelementptr i8, ptr %entry.16, i64 %"xh"
  call void @"pack_x_0"(ptr %entry.82, ptr %entry.21, i64 1, i64 0, i64 2, i64 0, i64 3, i64 1, i64 %"xn", i64 %entry.80, i64 %entry.81, i64 %"xc", i64 %"xh", i64 0, i64 2, i64 1, i64 0, i64 2)
  %entry.83 = icmp eq i64 0, 0
  %entry.84 = icmp slt i64 0, 1
  %entry.85 = and i1 %entry.83, %entry.84
  call void @"pack_dy_0"(ptr %"dy", ptr %entry.22, i64 1, i64 0, i64 2, i64 0, i64 3, i64 1, i64 %"dyn", i64 %entry.17, i64 %"dyq", i64 %"dyk", i64 %"dyp", i64 0, i64 2, i64 1, i64 0, i64 2)
  %entry.86 = icmp eq i64 0, 0
  %entry.87 = icmp eq i64 0, 0
  call void @"tile_4x1x16_0"(ptr %entry.21, ptr %entry.22, ptr %entry.19, i1 %entry.23, i64 1, i64 192, i64 0, i64 256, i64 1, i64 2, i64 3, i64 96, i64 48, i64 16, i64 384, i64 192, i64 64, ptr %entry.33)
  ret void
}

define void @"finish"(ptr %"args", i64 %"task", i64 %"slot") nounwind
{
entry:
  %"x" = load ptr, ptr %"args", align 1
  %entry.1 = getelementptr i8, ptr %"args", i64 8
  %"dy" = load ptr, ptr %entry.1, align 1
  %entry.2 = getelementptr i8, ptr %"args", i64 16
  %"out" = load ptr, ptr %entry.2, align 1
  %entry.3 = getelementptr i8, ptr %"args", i64 24
  %"partial" = load ptr, ptr %entry.3, align 1
  %entry.4 = getelementptr i8, ptr %"args", i64 32
  %"panels" = load ptr, ptr %entry.4, align 1
  %entry.5 = getelementptr i8, ptr %"args", i64 40
  %"xn" = load i64, ptr %entry.5, align 1
  %entry.6 = getelementptr i8, ptr %"args", i64 48
  %"xh" = load i64, ptr %entry.6, align 1
  %entry.7 = getelementptr i8, ptr %"args", i64 56
  %"xw" = load i64, ptr %entry.7, align 1
  %entry.8 = getelementptr i8, ptr %"args", i64 64
  %"xc" = load i64, ptr %entry.8, align 1
  %entry.9 = getelementptr i8, ptr %"args", i64 72
  %"dyn" = load i64, ptr %entry.9, align 1
  %entry.10 = getelementptr i8, ptr %"args", i64 80
  %"dyp" = load i64, ptr %entry.10, align 1
  %entry.11 = getelementptr i8, ptr %"args", i64 88
  %"dyq" = load i64, ptr %entry.11, align 1
  %entry.12 = getelementptr i8, ptr %"args", i64 96
  %"dyk" = load i64, ptr %entry.12, align 1
  %entry.13 = getelementptr i8, ptr %"args", i64 104
  %"old" = load ptr, ptr %entry.13, align 1
  %entry.14 = getelementptr i8, ptr %"args", i64 112
  %"panel_bytes" = load i64, ptr %entry.14, align 1
  %entry.15 = ptrtoint ptr %"old" to i64
  %entry.16 = icmp ne i64 %entry.15, 0
  %entry.17 = mul i64 %"task", 4
  %entry.18 = add i64 %"task", 1
  %entry.19 = mul i64 %entry.18, 4
  %entry.20 = icmp slt i64 %entry.17, %entry.19
  %entry.21 = alloca <16 x float>
  %entry.22 = alloca <16 x float>
  %entry.23 = alloca float
  %entry.24 = alloca float
  br i1 %entry.20, label %"row.body", label %"row.done"
row.body:
  %"row" = phi  i64 [%entry.17, %"entry"], [%"row.next", %"k.done"]
  %row.body.1 = mul i64 %"row", 16
  %row.body.2 = mul i64 %row.body.1, 4
  %row.body.3 = getelementptr i8, ptr %"partial", i64 %row.body.2
  %row.body.4 = load <16 x float>, ptr %row.body.3, align 1
  store <16 x float> %row.body.4, <16 x float>* %entry.21
  %row.body.5 = icmp slt i64 1, 1
  br i1 %row.body.5, label %"split.body", label %"split.done"
row.done:
  ret void
split.body:
  %"split" = phi  i64 [1, %"row.body"], [%"split.next", %"split.body"]
  %split.body.1 = load <16 x float>, <16 x float>* %entry.21
  %split.body.2 = mul i64 %"split", 256
  %split.body.3 = mul i64 %row.body.1, 4
  %split.body.4 = add i64 %split.body.2, %split.body.3
  %split.body.5 = getelementptr i8, ptr %"partial", i64 %split.body.4
  %split.body.6 = load <16 x float>, ptr %split.body.5, align 1
  %split.body.7 = fadd <16 x float> %split.body.1, %split.body.6
  store <16 x float> %split.body.7, <16 x float>* %entry.21
  %"split.next" = add i64 %"split", 1
  %split.body.8 = icmp slt i64 %"split.next", 1
  br i1 %split.body.8, label %"split.body", label %"split.done"
split.done:
  %split.done.1 = load <16 x float>, <16 x float>* %entry.21
  store <16 x float> %split.done.1, <16 x float>* %entry.22
  br i1 %entry.16, label %"split.done.if", label %"split.done.endif"
split.done.if:
  %split.done.if.1 = mul i64 %row.body.1, 2
  %split.done.if.2 = getelementptr i8, ptr %"old", i64 %split.done.if.1
  %split.done.if.3 = load <16 x i16>, ptr %split.done.if.2, align 1
  %split.done.if.4 = zext <16 x i16> %split.done.if.3 to <16 x i32>
  %split.done.if.5 = shl <16 x i32> %split.done.if.4, <i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16>
  %split.done.if.6 = bitcast <16 x i32> %split.done.if.5 to <16 x float>
  %split.done.if.7 = load <16 x float>, <16 x float>* %entry.22
  %split.done.if.8 = fadd <16 x float> %split.done.if.7, %split.done.if.6
  store <16 x float> %split.done.if.8, <16 x float>* %entry.22
  br label %"split.done.endif"
split.done.endif:
  %split.done.endif.1 = load <16 x float>, <16 x float>* %entry.22
  %split.done.endif.2 = bitcast <16 x float> %split.done.endif.1 to <16 x i32>
  %split.done.endif.3 = lshr <16 x i32> %split.done.endif.2, <i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16>
  %split.done.endif.4 = and <16 x i32> %split.done.endif.3, <i32 1, i32 1, i32 1, i32 1, i32 1, i32 1, i32 1, i32 1, i32 1, i32 1, i32 1, i32 1, i32 1, i32 1, i32 1, i32 1>
  %split.done.endif.5 = add <16 x i32> %split.done.endif.4, <i32 32767, i32 32767, i32 32767, i32 32767, i32 32767, i32 32767, i32 32767, i32 32767, i32 32767, i32 32767, i32 32767, i32 32767, i32 32767, i32 32767, i32 32767, i32 32767>
  %split.done.endif.6 = add <16 x i32> %split.done.endif.2, %split.done.endif.5
  %split.done.endif.7 = lshr <16 x i32> %split.done.endif.6, <i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16>
  %split.done.endif.8 = lshr <16 x i32> %split.done.endif.2, <i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16, i32 16>
  %split.done.endif.9 = or <16 x i32> %split.done.endif.8, <i32 64, i32 64, i32 64, i32 64, i32 64, i32 64, i32 64, i32 64, i32 64, i32 64, i32 64, i32 64, i32 64, i32 64, i32 64, i32 64>
  %split.done.endif.10 = fcmp uno <16 x float> %split.done.endif.1, %split.done.endif.1
  %split.done.endif.11 = select  <16 x i1> %split.done.endif.10, <16 x i32> %split.done.endif.9, <16 x i32> %split.done.endif.7
  %split.done.endif.12 = trunc <16 x i32> %split.done.endif.11 to <16 x i16>
  %split.done.endif.13 = mul i64 %row.body.1, 2
  %split.done.endif.14 = getelementptr i8, ptr %"out", i64 %split.done.endif.13
  store <16 x i16> %split.done.endif.12, ptr %split.done.endif.14, align 1
  %split.done.endif.15 = icmp slt i64 16, 16
  br i1 %split.done.endif.15, label %"k.body", label %"k.done"
k.body:
  %"k" = phi  i64 [16, %"split.done.endif"], [%"k.next", %"split.done.1.endif"]
  %k.body.1 = add i64 %row.body.1, %"k"
  %k.body.2 = mul i64 %k.body.1, 4
  %k.body.3 = getelementptr i8, ptr %"partial", i64 %k.body.2
  %k.body.4 = load float, ptr %k.body.3, align 1
  store float %k.body.4, float* %entry.23
  %k.body.5 = icmp slt i64 1, 1
  br i1 %k.body.5, label %"split.body.1", label %"split.done.1"
k.done:
  %"row.next" = add i64 %"row", 1
  %k.done.1 = icmp slt i64 %"row.next", %entry.19
  br i1 %k.done.1, label %"row.body", label %"row.done"
split.body.1:
  %"split.1" = phi  i64 [1, %"k.body"], [%"split.next.1", %"split.body.1"]
  %split.body.1.1 = load float, float* %entry.23
  %split.body.1.2 = mul i64 %"split.1", 256
  %split.body.1.3 = mul i64 %k.body.1, 4
  %split.body.1.4 = add i64 %split.body.1.2, %split.body.1.3
  %split.body.1.5 = getelementptr i8, ptr %"partial", i64 %split.body.1.4
  %split.body.1.6 = load float, ptr %split.body.1.5, align 1
  %split.body.1.7 = fadd float %split.body.1.1, %split.body.1.6
  store float %split.body.1.7, float* %entry.23
  %"split.next.1" = add i64 %"split.1", 1
  %split.body.1.8 = icmp slt i64 %"split.next.1", 1
  br i1 %split.body.1.8, label %"split.body.1", label %"split.done.1"
split.done.1:
  %split.done.1.1 = load float, float* %entry.23
  store float %split.done.1.1, float* %entry.24
  br i1 %entry.16, label %"split.done.1.if", label %"split.done.1.endif"
split.done.1.if:
  %split.done.1.if.1 = mul i64 %k.body.1, 2
  %split.done.1.if.2 = getelementptr i8, ptr %"old", i64 %split.done.1.if.1
  %split.done.1.if.3 = load i16, ptr %split.done.1.if.2, align 1
  %split.done.1.if.4 = zext i16 %split.done.1.if.3 to i32
  %split.done.1.if.5 = shl i32 %split.done.1.if.4, 16
  %split.done.1.if.6 = bitcast i32 %split.done.1.if.5 to float
  %split.done.1.if.7 = load float, float* %entry.24
  %split.done.1.if.8 = fadd float %split.done.1.if.7, %split.done.1.if.6
  store float %split.done.1.if.8, float* %entry.24
  br label %"split.done.1.endif"
split.done.1.endif:
  %split.done.1.endif.1 = load float, float* %entry.24
  %split.done.1.endif.2 = bitcast float %split.done.1.endif.1 to i32
  %split.done.1.endif.3 = lshr i32 %split.done.1.endif.2, 16
  %split.done.1.endif.4 = and i32 %split.done.1.endif.3, 1
  %split.done.1.endif.5 = add i32 %split.done.1.endif.4, 32767
  %split.done.1.endif.6 = add i32 %split.done.1.endif.2, %split.done.1.endif.5
  %split.done.1.endif.7 = lshr i32 %split.done.1.endif.6, 16
  %split.done.1.endif.8 = lshr i32 %split.done.1.endif.2, 16
  %split.done.1.endif.9 = or i32 %split.done.1.endif.8, 64
  %split.done.1.endif.10 = fcmp uno float %split.done.1.endif.1, %split.done.1.endif.1
  %split.done.1.endif.11 = select  i1 %split.done.1.endif.10, i32 %split.done.1.endif.9, i32 %split.done.1.endif.7
  %split.done.1.endif.12 = trunc i32 %split.done.1.endif.11 to i16
  %split.done.1.endif.13 = mul i64 %k.body.1, 2
  %split.done.1.endif.14 = getelementptr i8, ptr %"out", i64 %split.done.1.endif.13
  store i16 %split.done.1.endif.12, ptr %split.done.1.endif.14, align 1
  %"k.next" = add i64 %"k", 1
  %split.done.1.endif.15 = icmp slt i64 %"k.next", 16
  br i1 %split.done.1.endif.15, label %"k.body", label %"k.done"
}

